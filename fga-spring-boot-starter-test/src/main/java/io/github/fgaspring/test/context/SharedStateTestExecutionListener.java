package io.github.fgaspring.test.context;

import io.github.fgaspring.client.ApiResourceTenancy;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.DecisionCache;
import io.github.fgaspring.client.Resilience;
import io.github.fgaspring.events.EventPoller;
import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.membership.ApiMembershipResolver;
import io.github.fgaspring.membership.WorkOsIds;
import io.github.fgaspring.revocation.SessionMarks;
import io.github.fgaspring.test.EnableFgaEmulator;
import io.github.fgaspring.test.FgaStub;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Gives each test the stub and the emulator as if they were new, and to itself: other
 * tests that share them through a cached context wait until the test has ended, however
 * it ends.
 */
final class SharedStateTestExecutionListener implements TestExecutionListener, Ordered {

	/**
	 * After dependencies have been injected, and injected again if the context was dirty.
	 */
	private static final int ORDER = 2100;

	private static final String TURN = SharedStateTestExecutionListener.class.getName() + ".turn";

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) throws InterruptedException {
		Class<?> testClass = testContext.getTestClass();
		EnableFgaEmulator annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				EnableFgaEmulator.class);
		if (annotation == null && !testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (annotation != null || context.getBeanProvider(FgaStub.class).stream().findAny().isPresent()) {
			testContext.setAttribute(TURN, Turn.take(context, testClass));
			context.getBeanProvider(FgaStub.class).forEach(FgaStub::reset);
			if (annotation != null) {
				ConnectedEmulator.of(context, testClass).reset();
			}
			// Until its reset, the emulator may have told of what an earlier test did.
			forgetEarlierTests(context);
			if (annotation != null && annotation.webhooks()) {
				ConnectedEmulator.sendWebhooks(context, testClass);
			}
		}
	}

	private static void forgetEarlierTests(ApplicationContext context) {
		context.getBeanProvider(EventPoller.class).forEach(EventPoller::reset);
		context.getBeanProvider(SessionMarks.class).forEach(SessionMarks::reset);
		context.getBeanProvider(LocalReceivedEvents.class).forEach(LocalReceivedEvents::reset);
		context.getBeanProvider(DecisionCache.class).forEach(DecisionCache::evictAll);
		context.getBeanProvider(ApiResourceTenancy.class).forEach(ApiResourceTenancy::reset);
		context.getBeanProvider(WorkOsIds.class).forEach(WorkOsIds::reset);
		context.getBeanProvider(ApiMembershipResolver.class).forEach(ApiMembershipResolver::reset);
		context.getBeanProvider(Resilience.class).forEach(Resilience::reset);
		context.getBeanProvider(ApiStatus.class).forEach(ApiStatus::reset);
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.removeAttribute(TURN) instanceof Turn turn) {
			turn.end();
		}
	}

}
