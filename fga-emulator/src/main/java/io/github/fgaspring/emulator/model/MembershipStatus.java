package io.github.fgaspring.emulator.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a membership can be used.
 */
public enum MembershipStatus {

	/**
	 * The person belongs to the organization.
	 */
	ACTIVE,

	/**
	 * The membership was deactivated.
	 */
	INACTIVE,

	/**
	 * The person has not accepted the invitation yet.
	 */
	PENDING;

	/**
	 * The name in the API and in the seed.
	 * @return the lower-case name
	 */
	public String slug() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Find a status by its name in the API.
	 * @param slug the lower-case name
	 * @return the status, or empty if there is none of that name
	 */
	public static Optional<MembershipStatus> find(String slug) {
		return Arrays.stream(values()).filter((status) -> status.slug().equals(slug)).findFirst();
	}

	/**
	 * The names in the API.
	 * @return all of them
	 */
	public static List<String> slugs() {
		return Arrays.stream(values()).map(MembershipStatus::slug).toList();
	}

}
