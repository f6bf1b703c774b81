package io.github.fgaspring.emulator.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Collects the calls.
 */
final class ContractCalls {

	static final List<ContractCall> ALL = all();

	private final List<ContractCall> calls = new ArrayList<>();

	private ContractCalls() {
	}

	private static List<ContractCall> all() {
		ContractCalls calls = new ContractCalls();
		ResourceCalls.addTo(calls);
		AssignmentCalls.addTo(calls);
		RoleCalls.addTo(calls);
		GroupCalls.addTo(calls);
		OrganizationCalls.addTo(calls);
		UserCalls.addTo(calls);
		SessionCalls.addTo(calls);
		return List.copyOf(calls.calls);
	}

	Calls on(String name) {
		return new Calls(Contract.operation(name));
	}

	/**
	 * Adds calls of one operation.
	 */
	final class Calls {

		private final Operation operation;

		private Calls(Operation operation) {
			this.operation = operation;
		}

		Calls succeeds(Function<Fixture, Input> input) {
			return succeeds("", input);
		}

		Calls succeeds(String purpose, Function<Fixture, Input> input) {
			return add("", purpose, input);
		}

		Calls fails(String error, Function<Fixture, Input> input) {
			return fails(error, "", input);
		}

		Calls fails(String error, String purpose, Function<Fixture, Input> input) {
			return add(error, purpose, input);
		}

		private Calls add(String error, String purpose, Function<Fixture, Input> input) {
			ContractCalls.this.calls.add(new ContractCall(this.operation, error, purpose, input));
			return this;
		}

	}

}
