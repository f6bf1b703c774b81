package com.example.cookbook;

import java.time.Instant;
import java.util.List;

import com.example.cookbook.CookbookApplication.InMemoryOutbox;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.revocation.FgaRevocations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The recipes for what runs without a request, or in another thread.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = TaskRecipesTests.Application.class)
class TaskRecipesTests extends AbstractCookbookTests {

	@Autowired
	private InMemoryOutbox outbox;

	@Autowired
	private ReportJobs jobs;

	@Autowired
	private Reports reports;

	@Autowired
	private FgaRevocations revocations;

	@BeforeEach
	void reset() {
		this.outbox.sent.clear();
		this.outbox.project = "web";
		SecurityContextHolder.clearContext();
	}

	@Test
	void jobWhenItCallsWhatHasARuleThenNotEntered() {
		assertThatExceptionOfType(InsufficientAuthenticationException.class).isThrownBy(() -> this.reports.of("web"));
		assertThat(calls()).isZero();
	}

	@Test
	void jobOfTheSystemThenNobodyIsAsked() {
		this.jobs.everything();
		assertThat(this.outbox.sent).containsExactly("The report on web", "The report on shop");
		assertThat(calls()).isZero();
	}

	@Test
	void jobForAUserThenDecidedForTheUser() {
		this.jobs.subscriptions();
		assertThat(this.outbox.sent).containsExactly("The report on web to user_bob");
		assertThat(calls()).isOne();
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Test
	void jobForAUserWhenDeniedThenNotEntered() {
		this.outbox.project = "shop";
		this.jobs.subscriptions();
		assertThat(this.outbox.sent).containsExactly("Nothing more to user_bob");
	}

	@Test
	void jobForAUserWhenWorkOsIsOutThenItFails() {
		this.emulator.inject(Fault.on("/authorization/**").status(500));
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(this.jobs::subscriptions);
		assertThat(this.outbox.sent).isEmpty();
	}

	@Test
	void otherThreadThenDecidedForTheCaller() {
		assertThat(get("/projects/web/export")).hasStatusOk().hasBodyTextEqualTo("The export of web");
		assertThat(get("/projects/shop/export")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.permissions[0]")
			.isEqualTo("project:view");
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void otherThreadWhenTokenHasExpiredMeanwhileThenStillDecidedForTheCaller() {
		FgaSession session = FgaSession.of("user_bob")
			.organizationId("org_acme")
			.expiresAt(Instant.now().minusSeconds(60))
			.build();
		SecurityContextHolder.setContext(
				new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(session, null, List.of())));
		assertThat(this.reports.of("web")).isEqualTo("The report on web");
		assertThatExceptionOfType(AuthorizationDeniedException.class).isThrownBy(() -> this.reports.of("shop"));
	}

	@Test
	void otherThreadWhenSessionHasEndedThenUnauthorized() {
		String token = bob();
		this.revocations.revoke(FgaScope.user("user_bob"));
		assertThat(this.mvc.get().uri("/projects/web/export").header("Authorization", "Bearer " + token))
			.hasStatus(401);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CookbookApplication.class, AsyncConfiguration.class, ExportController.class, Exports.class,
			ReportBuilder.class, ReportJobs.class, Reports.class })
	static class Application {

	}

}
