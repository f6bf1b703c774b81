package io.github.fgaspring.emulator.contract;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An operation of the contract.
 *
 * @param method the HTTP method
 * @param path the path, with variables in braces
 * @param needsKey whether it is only for callers with the API key
 * @param status the status of success
 * @param answer what the body holds on success, in the words of {@code operations.tsv}
 * @param errors the errors
 */
record Operation(String method, String path, boolean needsKey, int status, String answer, List<DeclaredError> errors) {

	private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

	String name() {
		return this.method + " " + this.path;
	}

	boolean isPaged() {
		return this.method.equals("GET") && (this.answer.startsWith("page of ") || this.answer.startsWith("log of "));
	}

	boolean declares(int status) {
		return this.errors.stream().anyMatch((error) -> error.isProvoked() && error.status() == status);
	}

	Stream<String> objects() {
		Stream<String> answers = this.answer.equals("-") ? Stream.of()
				: Stream.of(this.answer.substring(this.answer.lastIndexOf(' ') + 1));
		return Stream.concat(answers, this.errors.stream().map(DeclaredError::object));
	}

	int countVariables() {
		return (int) VARIABLE.matcher(this.path).results().count();
	}

	String expand(List<String> values) {
		String expanded = this.path;
		for (String value : values) {
			expanded = VARIABLE.matcher(expanded).replaceFirst(value);
		}
		return expanded;
	}

	@Override
	public String toString() {
		return name();
	}

}
