package io.github.fgaspring.emulator.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidEmulatorPropertyException}.
 */
final class InvalidEmulatorPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEmulatorPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEmulatorPropertyException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
