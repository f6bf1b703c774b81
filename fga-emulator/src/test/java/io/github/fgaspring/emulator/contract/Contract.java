package io.github.fgaspring.emulator.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tables of the contract.
 */
final class Contract {

	static final List<Operation> OPERATIONS = rows("operations.tsv", 6).map(Contract::operation).toList();

	static final ContractObjects OBJECTS = objects();

	/**
	 * The object that an event carries, by the type of the event.
	 */
	static final Map<String, String> EVENTS = events();

	private Contract() {
	}

	static Operation operation(String name) {
		return OPERATIONS.stream()
			.filter((operation) -> operation.name().equals(name))
			.findAny()
			.orElseThrow(() -> new IllegalArgumentException("The table has no operation '" + name + "'"));
	}

	private static Operation operation(String[] row) {
		List<DeclaredError> errors = Stream.of(row[5].split(" ")).map(DeclaredError::parse).toList();
		return new Operation(row[0], row[1], row[2].equals("key"), Integer.parseInt(row[3]), row[4], errors);
	}

	private static ContractObjects objects() {
		Map<String, Map<String, Field>> objects = new LinkedHashMap<>();
		rows("objects.tsv", 5).forEach((row) -> {
			List<String> values = row[4].isEmpty() ? List.of() : List.of(row[4].split(","));
			Field field = new Field(row[1], row[2], row[3].equals("required"), values);
			objects.computeIfAbsent(row[0], (name) -> new LinkedHashMap<>()).put(field.name(), field);
		});
		return new ContractObjects(objects);
	}

	private static Map<String, String> events() {
		Map<String, String> events = new LinkedHashMap<>();
		rows("events.tsv", 2).filter((row) -> !row[0].startsWith("(")).forEach((row) -> events.put(row[0], row[1]));
		return events;
	}

	private static Stream<String[]> rows(String name, int columns) {
		try {
			return Files.readAllLines(Path.of("src/test/resources/contract", name))
				.stream()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.map((line) -> (line + "\t".repeat(columns)).split("\t", columns + 1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
