/** Tests of verdicts and reports. */
package io.deltarule.parity.report;
