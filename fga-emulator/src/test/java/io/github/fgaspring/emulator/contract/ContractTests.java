package io.github.fgaspring.emulator.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.EmulatorClient.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the answers of every operation with the tables of the contract.
 */
class ContractTests {

	private static final String UNKNOWN = "unknown";

	private static Fixture fixture;

	@BeforeAll
	static void start() {
		fixture = new Fixture();
	}

	@AfterAll
	static void stop() {
		fixture.close();
	}

	@ParameterizedTest
	@FieldSource("io.github.fgaspring.emulator.contract.Contract#OPERATIONS")
	void operationWhenInTheTableThenHasCalls(Operation operation) {
		List<ContractCall> calls = ContractCalls.ALL.stream()
			.filter((call) -> call.operation().equals(operation))
			.toList();
		assertThat(calls).anyMatch(ContractCall::succeeds);
		assertThat(operation.errors()).filteredOn((error) -> error.isProvoked() && !isProvokedForAll(operation, error))
			.allSatisfy((error) -> assertThat(calls).extracting(ContractCall::error).contains(error.token()));
	}

	@ParameterizedTest
	@MethodSource
	void callWhenValidThenIsAnsweredAsDeclared(ContractCall call) {
		assertSuccess(call.operation(), fixture.send(call.operation(), call.input().apply(fixture)));
	}

	static Stream<ContractCall> callWhenValidThenIsAnsweredAsDeclared() {
		return ContractCalls.ALL.stream().filter(ContractCall::succeeds);
	}

	@ParameterizedTest
	@MethodSource
	void callWhenWrongThenIsAnsweredWithDeclaredError(ContractCall call) {
		assertError(call.error(), call.operation(), fixture.send(call.operation(), call.input().apply(fixture)));
	}

	static Stream<ContractCall> callWhenWrongThenIsAnsweredWithDeclaredError() {
		return ContractCalls.ALL.stream().filter((call) -> !call.succeeds());
	}

	@ParameterizedTest
	@MethodSource("keyedOperations")
	void callWhenThereIsNoKeyThenUnauthorized(Operation operation) {
		Input anything = Input
			.of(Stream.generate(() -> UNKNOWN).limit(operation.countVariables()).toArray(String[]::new));
		Response response = fixture.sendWithoutKey(operation, anything);
		assertThat(response.status()).as(describe(operation, response)).isEqualTo(401);
		assertBody("Error", operation, response);
	}

	static Stream<Operation> keyedOperations() {
		return Contract.OPERATIONS.stream().filter(Operation::needsKey);
	}

	@ParameterizedTest
	@MethodSource
	void callWhenPathNamesTheUnknownThenNotFound(Operation operation, int variable) {
		Input input = firstInput(operation);
		Response response = fixture.send(operation, input.variable(variable, UNKNOWN));
		assertThat(response.status()).as(describe(operation, response)).isEqualTo(404);
		assertBody("Error", operation, response);
		assertSuccess(operation, fixture.send(operation, input));
	}

	static Stream<Arguments> callWhenPathNamesTheUnknownThenNotFound() {
		return Contract.OPERATIONS.stream()
			.filter((operation) -> operation.declares(404))
			.flatMap((operation) -> IntStream.range(0, operation.countVariables())
				.mapToObj((variable) -> Arguments.of(operation, variable)));
	}

	@ParameterizedTest
	@MethodSource
	void listWhenLimitIsWrongThenUnprocessable(Operation operation) {
		Input input = firstInput(operation);
		String query = input.query().isEmpty() ? "limit=101" : input.query() + "&limit=101";
		assertUnprocessable(operation, fixture.send(operation, input.query(query)));
	}

	static Stream<Operation> listWhenLimitIsWrongThenUnprocessable() {
		return Contract.OPERATIONS.stream().filter((operation) -> operation.isPaged() && operation.declares(422));
	}

	@ParameterizedTest
	@MethodSource
	void callWhenBodyIsNotAnObjectThenUnprocessable(Operation operation, String body) {
		assertUnprocessable(operation, fixture.send(operation, firstInput(operation).text(body)));
	}

	static Stream<Arguments> callWhenBodyIsNotAnObjectThenUnprocessable() {
		return Contract.OPERATIONS.stream()
			.filter((operation) -> !operation.method().equals("GET") && operation.declares(422))
			.flatMap((operation) -> Stream.of("", "{", "[]", "null").map((body) -> Arguments.of(operation, body)));
	}

	@Test
	void tablesWhenTheyNameAnObjectThenHaveIt() {
		Set<String> objects = new HashSet<>(Contract.OBJECTS.names());
		assertThat(Contract.OPERATIONS.stream().flatMap(Operation::objects)).isSubsetOf(objects);
		assertThat(Contract.EVENTS.values()).isSubsetOf(objects);
		objects.addAll(List.of("string", "timestamp", "boolean", "integer", "object"));
		assertThat(Contract.OBJECTS.fieldTypes()).isSubsetOf(objects);
	}

	private static boolean isProvokedForAll(Operation operation, DeclaredError error) {
		return switch (error.status()) {
			case 404 -> operation.countVariables() > 0;
			case 422 -> operation.isPaged();
			default -> false;
		};
	}

	private static Input firstInput(Operation operation) {
		return ContractCalls.ALL.stream()
			.filter((call) -> call.operation().equals(operation) && call.succeeds())
			.findFirst()
			.orElseThrow()
			.input()
			.apply(fixture);
	}

	private static void assertSuccess(Operation operation, Response response) {
		String description = describe(operation, response);
		assertThat(response.status()).as(description).isEqualTo(operation.status());
		if (operation.answer().equals("-")) {
			assertThat(response.text()).as(description).isEmpty();
			return;
		}
		assertBody(operation.answer(), operation, response);
		if (operation.answer().contains(" of ")) {
			assertThat(response.json().get("data")).as(description).isNotEmpty();
		}
	}

	private static void assertUnprocessable(Operation operation, Response response) {
		assertThat(response.status()).as(describe(operation, response)).isEqualTo(422);
		assertError(token(response), operation, response);
	}

	private static void assertError(String token, Operation operation, Response response) {
		assertThat(token(response)).as(describe(operation, response)).isEqualTo(token);
		DeclaredError error = operation.errors()
			.stream()
			.filter((declared) -> declared.isProvoked() && declared.token().equals(token))
			.findAny()
			.orElseThrow(() -> new AssertionError("The table has no %s for %s".formatted(token, operation)));
		assertBody(error.object(), operation, response);
	}

	private static String token(Response response) {
		JsonNode body = response.json();
		String code = body.path("code").asString(body.path("error").asString(""));
		return code.isEmpty() ? String.valueOf(response.status()) : response.status() + ":" + code;
	}

	private static void assertBody(String type, Operation operation, Response response) {
		String description = describe(operation, response);
		assertThat(response.http().headers().firstValue("Content-Type")).as(description)
			.hasValue("application/json; charset=utf-8");
		assertThat(Contract.OBJECTS.deviations(response.json(), type)).as(description).isEmpty();
		assertThat(response.text()).doesNotContain("Exception", "\\tat ");
	}

	private static String describe(Operation operation, Response response) {
		return "%s: %d %s".formatted(operation, response.status(), response.text());
	}

}
