package io.github.fgaspring.endtoend;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.test.FgaStub;
import io.github.fgaspring.test.WithFgaSession;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.test.context.support.WithAnonymousUser;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test slice with an {@link FgaSessionResolver} of the application is as closed as one
 * without.
 */
@WebMvcTest(ThingApplication.ThingController.class)
@ContextConfiguration(classes = FgaSessionResolverSliceTests.Application.class)
class FgaSessionResolverSliceTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaStub stub;

	@Test
	void requestWhenNobodyThenUnauthorized() {
		this.stub.allow("thing:view").on("thing", "thing-4711");
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatus(401);
		assertThat(this.stub).wasNotAsked();
	}

	@Test
	@WithAnonymousUser
	void requestWhenAnonymousThenUnauthorized() {
		this.stub.allow("thing:view").on("thing", "thing-4711");
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatus(401);
		assertThat(this.stub).wasNotAsked();
	}

	@Test
	@WithMockUser("alice")
	void requestWhenUserThenStubDecides() {
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatus(403);
		this.stub.allow("thing:view").on("thing", "thing-4711");
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatusOk();
	}

	@Test
	@WithMockUser("stranger")
	void requestWhenUserHasNoSessionThenUnauthorized() {
		this.stub.allow("thing:view").on("thing", "thing-4711");
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatus(401);
	}

	@Test
	@WithFgaSession(permissions = "thing:view")
	void requestWhenSessionIsNoneOfTheResolversThenUnauthorized() {
		assertThat(this.mvc.get().uri("/things/thing-4711")).hasStatus(401);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ThingApplication.ThingController.class, FgaStub.class })
	static class Application {

		@Bean
		FgaSessionResolver sessionResolver() {
			return (authentication) -> (!authentication.getName().equals("alice")) ? null
					: FgaSession.of("alice").organizationId("org_acme").organizationMembershipId("om_alice").build();
		}

	}

}
