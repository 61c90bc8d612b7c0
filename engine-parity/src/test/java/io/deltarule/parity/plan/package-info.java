/**
 * What the planner decides, seen in plans, and that plans of random computations keep every
 * promise.
 */
package io.deltarule.parity.plan;
