package io.github.fgaspring.emulator.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidSeedPropertyException}.
 */
final class InvalidSeedPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSeedPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSeedPropertyException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
