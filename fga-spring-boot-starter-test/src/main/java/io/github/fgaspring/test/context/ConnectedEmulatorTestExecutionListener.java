package io.github.fgaspring.test.context;

import io.github.fgaspring.test.EnableFgaEmulator;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Says what is wrong if a test wants an emulator and there is none, before the injection
 * of the emulator fails with less to say.
 */
final class ConnectedEmulatorTestExecutionListener implements TestExecutionListener, Ordered {

	/**
	 * Before dependencies are injected, and after mocks have been prepared.
	 */
	private static final int ORDER = 1990;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void prepareTestInstance(TestContext testContext) {
		Class<?> testClass = testContext.getTestClass();
		if (TestContextAnnotationUtils.hasAnnotation(testClass, EnableFgaEmulator.class)) {
			ConnectedEmulator.of(testContext.getApplicationContext(), testClass);
		}
	}

}
