/**
 * Files that hold tensors, and files written so that nothing is ever half there.
 *
 * <p>{@link io.deltarule.persist.SafetensorsFile} reads the safetensors format, whole or one tensor
 * at a time, {@link io.deltarule.persist.SafetensorsWriter} writes it, and {@link
 * io.deltarule.persist.OutputFile} replaces a file in one step and finds out early whether that
 * will be possible. A file that isn't what it claims to be is a {@link
 * io.deltarule.persist.MalformedFileException}: everything is validated before anything is handed
 * out, and no file, however hostile, makes the reader allocate more than the file's real length
 * supports.
 *
 * <p>This package depends on {@code tensor}, on the JDK, and on Jackson's streaming parser.
 */
package io.deltarule.persist;
