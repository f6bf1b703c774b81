package io.github.fgaspring.emulator.model;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a person is called and how the customer knows the person.
 *
 * @param firstName the given name, or {@code null}
 * @param lastName the family name, or {@code null}
 * @param name the full name if it is not made of the two, or {@code null}
 * @param emailVerified whether the email address is the person's own
 * @param externalId the id in the customer's own database, or {@code null}
 * @param locale the language and region, or {@code null}
 * @param metadata what the customer keeps with the person
 */
public record UserProfile(@Nullable String firstName, @Nullable String lastName, @Nullable String name,
		boolean emailVerified, @Nullable String externalId, @Nullable String locale, Map<String, String> metadata) {

	public UserProfile {
		metadata = Ordered.copyOf(metadata);
	}

}
