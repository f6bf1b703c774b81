package io.github.fgaspring.validation;

import org.jspecify.annotations.Nullable;

/**
 * Whether the WorkOS environment has the permissions that rules name cannot be found out,
 * and the application must not start then. The message holds no ids.
 */
public class PermissionListUnavailableException extends IllegalStateException {

	PermissionListUnavailableException(String reason, @Nullable Throwable cause) {
		super("The permissions that rules require cannot be looked up: " + reason, cause);
	}

}
