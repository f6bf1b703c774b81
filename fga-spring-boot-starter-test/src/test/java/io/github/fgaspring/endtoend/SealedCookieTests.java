package io.github.fgaspring.endtoend;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The session of an AuthKit frontend with the starter's own filter chain.
 */
class SealedCookieTests extends AbstractSealedCookieTests {

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ThingController.class)
	static class Application {

	}

}
