/**
 * Finds NVIDIA's libraries, makes sure that they have what the engine calls, and loads them. JCuda
 * binds each symbol at its first call and ends the JVM where one is missing, so nothing of JCuda is
 * called before this package has looked at the files.
 */
package io.deltarule.cuda.library;
