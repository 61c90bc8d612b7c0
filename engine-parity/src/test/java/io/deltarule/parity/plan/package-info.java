/** What the planner decides, seen in plans. */
package io.deltarule.parity.plan;
