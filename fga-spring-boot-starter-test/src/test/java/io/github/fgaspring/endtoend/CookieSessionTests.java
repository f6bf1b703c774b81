package io.github.fgaspring.endtoend;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Sessions in a cookie with the starter's own filter chain.
 */
class CookieSessionTests extends AbstractCookieSessionTests {

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(SettingsController.class)
	static class Application {

	}

}
