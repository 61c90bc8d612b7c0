/** The command line. */
package io.deltarule.cli;
