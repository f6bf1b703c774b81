package io.github.fgaspring.emulator.contract;

import java.util.function.Function;

/**
 * A call of an operation, and which answer of the contract it gets.
 *
 * @param operation the operation
 * @param error the token of the error, empty for success
 * @param purpose what sets this call apart, empty if nothing needs to be said
 * @param input makes what the call needs and what it sends
 */
record ContractCall(Operation operation, String error, String purpose, Function<Fixture, Input> input) {

	boolean succeeds() {
		return this.error.isEmpty();
	}

	@Override
	public String toString() {
		return String.join(" ", this.operation.name(), this.purpose, this.error).strip();
	}

}
