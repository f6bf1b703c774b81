package io.github.fgaspring.decision;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which resource a question is about. A reference may be unresolved, for example because
 * an id is missing from the request; a question about it is never sent and never granted
 * by the Authorization API.
 * <p>
 * {@code toString} does not reveal ids.
 */
public sealed interface ResourceReference {

	/**
	 * The longest id that the Authorization API accepts, in characters.
	 */
	int MAX_ID_LENGTH = 128;

	/**
	 * The type slug of the resource that every organization is; the organization's id is
	 * its external id.
	 */
	String ORGANIZATION_TYPE = "organization";

	/**
	 * Whether type and id can be sent: present, not blank, printable ASCII, no longer
	 * than {@link #MAX_ID_LENGTH}.
	 * @return {@code false} if a question about this resource cannot be asked
	 */
	boolean isResolved();

	/**
	 * Refers to a resource by the application's own id, within the caller's organization.
	 * @param type the resource type slug
	 * @param externalId the id that the application registered the resource with
	 * @return the reference
	 */
	static ResourceReference external(@Nullable String type, @Nullable String externalId) {
		return new External(type, externalId);
	}

	/**
	 * Refers to a resource by the id that WorkOS gave it.
	 * @param resourceId the WorkOS id
	 * @return the reference
	 */
	static ResourceReference id(@Nullable String resourceId) {
		return new Id(resourceId);
	}

	/**
	 * Refers to the resource that an organization is.
	 * @param organizationId the id of the organization
	 * @return the reference
	 */
	static ResourceReference organization(@Nullable String organizationId) {
		return external(ORGANIZATION_TYPE, organizationId);
	}

	private static boolean isSendable(@Nullable String text) {
		return StringUtils.hasText(text) && text.length() <= MAX_ID_LENGTH
				&& text.chars().allMatch((character) -> character >= 0x20 && character <= 0x7e);
	}

	/**
	 * A resource by the application's own id.
	 *
	 * @param type the resource type slug
	 * @param externalId the application's id
	 */
	record External(@Nullable String type, @Nullable String externalId) implements ResourceReference {

		@Override
		public boolean isResolved() {
			return isSendable(this.type) && isSendable(this.externalId);
		}

		@Override
		public String toString() {
			return "External[type=" + this.type + "]";
		}

	}

	/**
	 * A resource by its WorkOS id.
	 *
	 * @param resourceId the WorkOS id
	 */
	record Id(@Nullable String resourceId) implements ResourceReference {

		@Override
		public boolean isResolved() {
			return isSendable(this.resourceId);
		}

		@Override
		public String toString() {
			return "Id[]";
		}

	}

}
