/** The programs that the documentation shows, run; and the check that it shows these. */
package io.deltarule.cpu.documentation;
