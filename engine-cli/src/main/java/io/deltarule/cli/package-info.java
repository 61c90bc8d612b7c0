/**
 * The command line: {@code train}, {@code evaluate}, {@code predict}, {@code generate}, {@code
 * plan}, {@code info}, {@code recipes} and others, each a class named for its command.
 *
 * <p>{@link io.deltarule.cli.Main} starts it. What can be trained is in {@link
 * io.deltarule.cli.recipe}. The engine is used through its public interface alone; backends are
 * found as services.
 */
package io.deltarule.cli;
