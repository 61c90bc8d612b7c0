/**
 * A {@link io.deltarule.benchmarks.suite.SuiteReport} in three forms: text for the terminal, JSON
 * for programs, one HTML file for people. The HTML is a template (JMustache) with its plots
 * (Chart.js) and their data inside: it opens without a network.
 */
package io.deltarule.benchmarks.suite.report;
