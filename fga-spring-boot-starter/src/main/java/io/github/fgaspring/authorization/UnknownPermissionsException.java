package io.github.fgaspring.authorization;

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

	/**
	 * What is wrong, one line for each permission.
	 */
	static String describe(List<UnknownPermission> permissions) {
		return permissions.stream()
			.map((permission) -> System.lineSeparator() + "- " + permission)
			.collect(
					Collectors.joining("", "Rules require permissions that the WorkOS environment does not have:", ""));
	}

	/**
	 * The permissions.
	 * @return at least one
	 */
	public List<UnknownPermission> getPermissions() {
		return this.permissions;
	}

}
