package io.github.fgaspring.emulator.api;

import java.util.regex.Pattern;

import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.model.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about a permission or a role that is to be created.
 *
 * @param name the name
 * @param description the description, or {@code null} for none
 * @param resourceType the slug of the type of resource it is for
 */
record Definition(String name, @Nullable String description, String resourceType) {

	static final String SLUG = "slug";

	private static final String RESOURCE_TYPE = "resource_type_slug";

	static final int MAX_LENGTH = 48;

	// WorkOS documents these characters for permissions and none for roles.
	private static final Pattern SLUG_FORM = Pattern.compile("[a-z0-9_:.*-]+");

	private static final String SLUG_DESCRIPTION = "must consist of lower-case letters, digits and any of - _ : . *";

	static RequestBody body(ApiRequest request) {
		return RequestBody.of(request, SLUG, LabelChange.NAME, LabelChange.DESCRIPTION, RESOURCE_TYPE);
	}

	static Definition from(RequestBody body) {
		return new Definition(body.text(LabelChange.NAME, MAX_LENGTH),
				body.nullableText(LabelChange.DESCRIPTION, LabelChange.MAX_DESCRIPTION_LENGTH, null),
				body.optionalText(RESOURCE_TYPE, MAX_LENGTH).orElse(ResourceType.ORGANIZATION));
	}

	static String slug(RequestBody body) {
		return body.optionalText(SLUG, MAX_LENGTH, SLUG_FORM, SLUG_DESCRIPTION)
			.orElseThrow(() -> RequestBody.invalid(SLUG, "is required"));
	}

}
