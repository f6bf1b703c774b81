package io.github.fgaspring.emulator.contract;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error that an operation of the contract may be answered with.
 *
 * @param token the status, and after a colon the code if there is one
 * @param status the HTTP status
 * @param code the code in the body, empty if there is none
 * @param object the object of the body
 * @param isProvoked whether a call has to get it
 */
record DeclaredError(String token, int status, String code, String object, boolean isProvoked) {

	private static final Pattern FORMAT = Pattern
		.compile("\\(?(?<status>\\d{3})(:(?<code>\\w+))?(=(?<object>\\w+))?\\)?");

	static DeclaredError parse(String text) {
		Matcher matcher = FORMAT.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("The table has an error '" + text + "'");
		}
		String status = matcher.group("status");
		String code = Objects.requireNonNullElse(matcher.group("code"), "");
		String object = Objects.requireNonNullElse(matcher.group("object"), code.isEmpty() ? "Error" : "CodedError");
		return new DeclaredError(code.isEmpty() ? status : status + ":" + code, Integer.parseInt(status), code, object,
				!text.startsWith("("));
	}

}
