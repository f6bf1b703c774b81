package io.github.fgaspring.autoconfigure;

import java.util.stream.Collectors;

import io.github.fgaspring.validation.UnknownPermissionsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnknownPermissionsException}.
 */
class UnknownPermissionsFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPermissionsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPermissionsException cause) {
		String permissions = cause.getPermissions()
			.stream()
			.map((permission) -> System.lineSeparator() + "    - " + permission)
			.collect(Collectors.joining());
		return new FailureAnalysis(
				"These permissions are required by @RequiresPermission or @FilterPermitted, but the WorkOS environment of 'fga.api-key'"
						+ " does not have them, so nobody can have them:" + permissions,
				"Correct the slug, or create the permission in the WorkOS dashboard. To start nevertheless, set"
						+ " 'fga.permissions.validate' to 'warn' or 'off'.",
				cause);
	}

}
