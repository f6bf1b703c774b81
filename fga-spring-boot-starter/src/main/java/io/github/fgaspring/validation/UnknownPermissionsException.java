package io.github.fgaspring.validation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rules name permissions that the WorkOS environment does not have, and the application
 * must not start then.
 */
public class UnknownPermissionsException extends IllegalStateException {

	private final List<UnknownPermission> permissions;

	UnknownPermissionsException(List<UnknownPermission> permissions) {
		super(describe(permissions));
		this.permissions = List.copyOf(permissions);
	}

	private static String describe(List<UnknownPermission> permissions) {
		return permissions.stream()
			.map((permission) -> System.lineSeparator() + "- " + permission)
			.collect(
					Collectors.joining("", "Rules require permissions that the WorkOS environment does not have:", ""));
	}

	/**
	 * The permissions that do not exist.
	 * @return at least one, in the order of their slugs
	 */
	public List<UnknownPermission> getPermissions() {
		return this.permissions;
	}

}
