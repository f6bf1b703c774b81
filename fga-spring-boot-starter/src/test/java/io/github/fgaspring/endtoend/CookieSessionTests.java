package io.github.fgaspring.endtoend;

import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.AfterAll;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Sessions in a cookie with the starter's own filter chain.
 */
class CookieSessionTests extends AbstractCookieSessionTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	CookieSessionTests() {
		super(workOs);
	}

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry registry) {
		connect(workOs, registry);
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(SettingsController.class)
	static class Application {

	}

}
