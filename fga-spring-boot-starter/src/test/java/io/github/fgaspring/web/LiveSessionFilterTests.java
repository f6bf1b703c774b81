package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionAuthentication;
import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authentication.PrincipalFgaSessionResolver;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.SessionMarks;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LiveSessionFilter}.
 */
class LiveSessionFilterTests {

	private static final String HEADER = "Session-Stale";

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private final SecurityContextHolderStrategy strategy = SecurityContextHolder.getContextHolderStrategy();

	private final SecurityContextRepository repository = new HttpSessionSecurityContextRepository();

	private final SessionMarks marks = new SessionMarks(Duration.ofHours(24), Duration.ofSeconds(30),
			Clock.systemUTC());

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	/**
	 * Who was there when the chain went on.
	 */
	private final List<Authentication> seen = new ArrayList<>();

	private final FilterChain chain = (request, response) -> this.seen
		.add(this.strategy.getContext().getAuthentication());

	@AfterEach
	void clearContext() {
		this.strategy.clearContext();
	}

	@ParameterizedTest
	@EnumSource(value = DispatcherType.class, names = "ERROR", mode = EnumSource.Mode.EXCLUDE)
	void filterWhenTokenIsRevokedThenInvalidTokenAndNobodyIsLeft(DispatcherType dispatch) throws Exception {
		tell(Kind.REVOKED);
		filter(token(), dispatch);
		assertThat(this.seen).isEmpty();
		assertThat(this.response.getStatus()).isEqualTo(401);
		assertThat(this.response.getHeader("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
		assertThat(this.response.getContentAsString()).contains("\"code\":\"invalid_token\"");
		assertThat(this.strategy.getContext().getAuthentication()).isNull();
	}

	@Test
	void filterWhenTokenIsRevokedAndErrorPageThenShownToNobody() throws Exception {
		tell(Kind.REVOKED);
		this.request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/projects");
		filter(token(), DispatcherType.ERROR);
		assertThat(this.response.getStatus()).isEqualTo(200);
		assertAnonymous();
	}

	@Test
	void filterWhenTokenIsRevokedAndAnswerIsOnItsWayThenNothingMoreIsDone() throws Exception {
		tell(Kind.REVOKED);
		this.response.getWriter().print("begun");
		this.response.flushBuffer();
		filter(token(), DispatcherType.ASYNC);
		assertThat(this.seen).isEmpty();
		assertThat(this.response.getContentAsString()).isEqualTo("begun");
	}

	@Test
	void filterWhenBadTokensAreIgnoredThenGoesOnAsNobody() throws Exception {
		tell(Kind.REVOKED);
		authenticate(token());
		filter(new PrincipalFgaSessionResolver(), true).doFilter(this.request, this.response, this.chain);
		assertThat(this.response.getStatus()).isEqualTo(200);
		assertAnonymous();
	}

	@Test
	void filterWhenOwnLoginIsRevokedThenLoggedOutForGood() throws Exception {
		tell(Kind.REVOKED);
		TestingAuthenticationToken login = login();
		authenticate(login);
		this.repository.saveContext(this.strategy.getContext(), this.request, this.response);
		this.request.getSession().setAttribute("cart", "full");
		assertThat(this.repository.containsContext(this.request)).isTrue();
		filter(login, DispatcherType.REQUEST);
		assertAnonymous();
		assertThat(this.repository.containsContext(this.request)).isFalse();
		assertThat(this.request.getSession().getAttribute("cart")).isEqualTo("full");
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	@Test
	void filterWhenOwnLoginWithoutHttpSessionIsRevokedThenNoneIsMade() throws Exception {
		tell(Kind.REVOKED);
		filter(login(), DispatcherType.REQUEST);
		assertAnonymous();
		assertThat(this.request.getSession(false)).isNull();
	}

	@ParameterizedTest
	@EnumSource(DispatcherType.class)
	void filterWhenTokenIsOutdatedThenNoAuthorityButTheFactorAndHeader(DispatcherType dispatch) throws Exception {
		tell(Kind.OUTDATED);
		FgaSessionAuthentication token = token();
		token.setDetails("details");
		assertThat(token.getAuthorities()).hasSize(3);
		SecurityContext before = authenticate(token);
		filter(new PrincipalFgaSessionResolver(), false).doFilter(dispatched(dispatch), this.response, this.chain);
		assertThat(this.seen).singleElement().satisfies((caller) -> {
			assertThat(caller.getAuthorities()).singleElement().isInstanceOf(FactorGrantedAuthority.class);
			assertThat(caller.getPrincipal()).isEqualTo(token.getPrincipal().withoutRolesAndPermissions());
			assertThat(caller.getDetails()).isEqualTo("details");
			assertThat(caller.isAuthenticated()).isTrue();
		});
		assertThat(this.response.getHeader(HEADER)).isEqualTo("true");
		// Others may hold it.
		assertThat(before.getAuthentication()).isSameAs(token);
	}

	@Test
	void filterWhenOwnLoginIsOutdatedThenItsAuthoritiesAreItsOwnAndThereIsNothingToRefresh() throws Exception {
		tell(Kind.OUTDATED);
		Authentication login = login();
		filter(login, DispatcherType.REQUEST);
		assertThat(this.seen).containsExactly(login);
		assertThat(this.response.getHeader(HEADER)).isNull();
	}

	@Test
	void filterWhenNobodyOrAnonymousThenResolverIsNotAsked() throws Exception {
		tell(Kind.REVOKED);
		FgaSessionResolver resolver = (authentication) -> {
			throw new AssertionError();
		};
		filter(resolver, false).doFilter(this.request, this.response, this.chain);
		authenticate(new AnonymousAuthenticationToken("key", "nobody", AuthorityUtils.createAuthorityList("any")));
		filter(resolver, false).doFilter(this.request, this.response, this.chain);
		authenticate(new TestingAuthenticationToken("somebody", "password"));
		filter(resolver, false).doFilter(this.request, this.response, this.chain);
		assertThat(this.seen).hasSize(3);
	}

	@Test
	void filterWhenNoSessionOrAnotherThenGoesOn() throws Exception {
		tell(Kind.REVOKED);
		Authentication bob = new TestingAuthenticationToken("bob", "", "any");
		filter(bob, DispatcherType.REQUEST);
		assertThat(this.seen).containsExactly(bob);
		assertThat(this.response.getHeaderNames()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void filterWhenSessionCannotBeFoundOutThenClosed(boolean ignoreBadTokens) {
		tell(Kind.REVOKED);
		authenticate(login());
		FgaSessionResolver resolver = (authentication) -> {
			throw new CheckUnavailableException("down", null);
		};
		assertThatExceptionOfType(CheckUnavailableException.class)
			.isThrownBy(() -> filter(resolver, ignoreBadTokens).doFilter(this.request, this.response, this.chain));
		assertThat(this.seen).isEmpty();
	}

	private void filter(Authentication caller, DispatcherType dispatch) throws ServletException, IOException {
		authenticate(caller);
		PrincipalFgaSessionResolver principal = new PrincipalFgaSessionResolver();
		filter((authentication) -> {
			FgaSession session = principal.resolve(authentication);
			return (session != null) ? session : FgaSession.of(authentication.getName()).build();
		}, false).doFilter(dispatched(dispatch), this.response, this.chain);
	}

	private MockHttpServletRequest dispatched(DispatcherType dispatch) {
		this.request.setDispatcherType(dispatch);
		return this.request;
	}

	private LiveSessionFilter filter(FgaSessionResolver resolver, boolean ignoreBadTokens) {
		return new LiveSessionFilter(resolver, this.marks, this.strategy, this.repository,
				new FgaAuthenticationEntryPoint(), HEADER, ignoreBadTokens);
	}

	private SecurityContext authenticate(Authentication caller) {
		SecurityContext context = this.strategy.createEmptyContext();
		context.setAuthentication(caller);
		this.strategy.setContext(context);
		return context;
	}

	private void assertAnonymous() {
		assertThat(this.seen).singleElement().satisfies((caller) -> {
			assertThat(new AuthenticationTrustResolverImpl().isAnonymous(caller)).isTrue();
			assertThat(caller.getAuthorities()).extracting(GrantedAuthority::getAuthority)
				.containsExactly("ROLE_ANONYMOUS");
		});
	}

	private void tell(Kind kind) {
		this.marks.onChange(new LiveChange(kind, FgaScope.user("alice"), Instant.now()));
	}

	private static TestingAuthenticationToken login() {
		return new TestingAuthenticationToken("alice", "", "admin");
	}

	private static FgaSessionAuthentication token() {
		return new FgaSessionConverter().convert(Jwt.withTokenValue("token")
			.header("alg", "RS256")
			.subject("alice")
			.claim("role", "admin")
			.claim("permissions", List.of("project:view"))
			.issuedAt(NOW)
			.build());
	}

}
