package io.github.fgaspring.test;

import io.github.fgaspring.membership.Membership;
import io.github.fgaspring.membership.MembershipResolver;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a stub, nobody but the application is asked for memberships and ids.
 */
class FgaStubMembershipTests {

	@Nested
	@WebMvcTest(value = ProjectController.class,
			properties = { "fga.membership.user-ids=external", "fga.membership.organization-ids=external",
					"fga.base-url=http://127.0.0.1:1", "fga.api-key=sk_test_mine", "fga.client-id=client_mine" })
	@Import(FgaStub.class)
	@WithFgaSession(user = "auth0|alice", organization = "acme")
	class WhenIdsAreExternal {

		@Autowired
		private MockMvcTester mvc;

		@Autowired
		private FgaStub stub;

		@Test
		void showWhenAllowedThenOk() {
			this.stub.allow("project:view").on("project", "p-1");
			assertThat(this.mvc.get().uri("/projects/p-1")).hasStatusOk();
			assertThat(this.stub).wasAskedTimes(1).wasAsked("project:view").by("om_test");
		}

		@Test
		@WithFgaSession(membership = "")
		void showWhenNoMembershipThenForbidden() {
			this.stub.allow("project:view").on("project", "p-1");
			assertThat(this.mvc.get().uri("/projects/p-1")).hasStatus(403);
			assertThat(this.stub).wasNotAsked();
		}

	}

	@Nested
	@WebMvcTest(ProjectController.class)
	@Import({ FgaStub.class, WhenApplicationKnowsMemberships.Configuration.class })
	@WithFgaSession(membership = "")
	class WhenApplicationKnowsMemberships {

		@Autowired
		private MockMvcTester mvc;

		@Autowired
		private FgaStub stub;

		@Test
		void showThenIsAskedForItsMembership() {
			this.stub.allow("project:view").to("om_mine").on("project", "p-1");
			assertThat(this.mvc.get().uri("/projects/p-1")).hasStatusOk();
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Configuration {

			@Bean
			MembershipResolver resolver() {
				return (session) -> new Membership("om_mine", String.valueOf(session.organizationId()));
			}

		}

	}

}
