package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.validation.PermissionListUnavailableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link PermissionListUnavailableException}.
 */
class PermissionListUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<PermissionListUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PermissionListUnavailableException cause) {
		return new FailureAnalysis(
				cause.getMessage() + ". The application does not start without, because 'fga.permissions.validate' is"
						+ " 'fail'.",
				"Make sure that WorkOS answers at 'fga.base-url' and accepts 'fga.api-key', and that an FgaClient bean"
						+ " of the application lists permissions. To start nevertheless, set"
						+ " 'fga.permissions.validate' to 'warn' or 'off'.",
				cause);
	}

}
