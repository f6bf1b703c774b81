package io.github.fgaspring.test.context;

import java.util.List;

import io.github.fgaspring.test.EnableFgaEmulator;
import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds out whether a test class wants an emulator.
 */
final class FgaEmulatorContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		EnableFgaEmulator annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				EnableFgaEmulator.class);
		return (annotation != null) ? new FgaEmulatorContextCustomizer(annotation.seed(), annotation.webhooks()) : null;
	}

}
