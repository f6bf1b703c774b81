package io.github.fgaspring.test.context;

import io.github.fgaspring.test.FgaStub;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Gives each test the stub as if it were new, and to itself: other tests that share it
 * through a cached context wait until the test has ended, however it ends.
 */
final class SharedStateTestExecutionListener implements TestExecutionListener, Ordered {

	/**
	 * After dependencies have been injected, and injected again into a context that was
	 * dirty.
	 */
	private static final int ORDER = 2100;

	private static final String TURN = SharedStateTestExecutionListener.class.getName() + ".turn";

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) throws InterruptedException {
		if (!testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (hasSharedState(context)) {
			testContext.setAttribute(TURN, Turn.take(context, testContext.getTestClass()));
			context.getBeanProvider(FgaStub.class).forEach(FgaStub::reset);
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.removeAttribute(TURN) instanceof Turn turn) {
			turn.end();
		}
	}

	private static boolean hasSharedState(ApplicationContext context) {
		return context.getBeanProvider(FgaStub.class).stream().findAny().isPresent();
	}

}
