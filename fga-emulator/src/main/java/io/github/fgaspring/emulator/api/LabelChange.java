package io.github.fgaspring.emulator.api;

import java.util.Optional;

import io.github.fgaspring.emulator.http.ApiRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which name and description a request gives to something that is there already.
 *
 * @param name the name, or empty to keep the name
 * @param isDescribed whether the description changes
 * @param description the description, or {@code null} for none
 */
record LabelChange(Optional<String> name, boolean isDescribed, @Nullable String description) {

	static final String NAME = "name";

	static final String DESCRIPTION = "description";

	static final int MAX_DESCRIPTION_LENGTH = 150;

	/**
	 * The change that a request asks for, and nothing else.
	 */
	static LabelChange from(ApiRequest request, int maxNameLength) {
		return from(RequestBody.of(request, NAME, DESCRIPTION), maxNameLength);
	}

	static LabelChange from(RequestBody body, int maxNameLength) {
		return new LabelChange(body.optionalText(NAME, maxNameLength), body.has(DESCRIPTION),
				body.nullableText(DESCRIPTION, MAX_DESCRIPTION_LENGTH, null));
	}

	String nameOr(String current) {
		return this.name.orElse(current);
	}

	@Nullable String descriptionOr(@Nullable String current) {
		return this.isDescribed ? this.description : current;
	}

}
