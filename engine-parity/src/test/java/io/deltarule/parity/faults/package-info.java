package io.deltarule.parity.faults;
