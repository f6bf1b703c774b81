package com.example.cookbook;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens in another thread that does not know the caller.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = UndecoratedTaskTests.Application.class)
class UndecoratedTaskTests extends AbstractCookbookTests {

	@Test
	void otherThreadWhenItDoesNotKnowTheCallerThenUnauthorized() {
		assertThat(get("/projects/web/export")).hasStatus(401);
		assertThat(calls()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@Import({ CookbookApplication.class, ExportController.class, Exports.class })
	static class Application {

	}

}
