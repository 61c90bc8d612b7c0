/** The backend as the engine uses it: training, failures, life and death of engines. */
package io.deltarule.cuda.engine;
