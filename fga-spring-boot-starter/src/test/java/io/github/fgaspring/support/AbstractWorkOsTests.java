package io.github.fgaspring.support;

import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

/**
 * A test of a whole application that is connected to a {@link WorkOsStub}.
 */
public abstract class AbstractWorkOsTests {

	/**
	 * One for all, so that it is there before any context is: tests take turns, and each
	 * begins with a reset.
	 */
	protected static final WorkOsStub workOs = WorkOsStub.start();

	@Autowired
	protected MockMvcTester mvc;

	@DynamicPropertySource
	static void connect(DynamicPropertyRegistry registry) {
		for (String property : workOs.properties()) {
			String[] parts = property.split("=", 2);
			registry.add(parts[0], () -> parts[1]);
		}
	}

	@BeforeEach
	void resetWorkOs() {
		workOs.reset();
	}

	/**
	 * A request of a caller with the given organization-level permissions.
	 */
	protected MockMvcRequestBuilder request(HttpMethod method, String uri, String... permissions) {
		return this.mvc.method(method)
			.uri(uri)
			.header("Authorization", "Bearer " + workOs.tokens().withPermissions(permissions));
	}

	protected MockMvcRequestBuilder get(String uri, String... permissions) {
		return request(HttpMethod.GET, uri, permissions);
	}

}
