package io.github.fgaspring.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.claims.ClaimsPermissionChecker;
import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionCheckerChain;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.TestClock;
import io.micrometer.observation.ObservationRegistry;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole chain, claims, tenancy, memo, cache and coalescing, in random stories of
 * grants, revocations, outages, time that passes, requests, evictions and threads that
 * ask at the same time: nobody is ever granted what nothing allows, and nobody is denied
 * because of an outage. What is allowed, {@link Story#mayGrant} and {@link Story#mayDeny}
 * say.
 */
class DecisionChainOracleTests {

	private static final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "story");
		thread.setDaemon(true);
		return thread;
	});

	private static final List<String> PERMISSIONS = List.of("project:a", "project:b", "project:c");

	private static final List<Member> MEMBERS = List.of(new Member("om_alice", "org_acme"),
			new Member("om_bob", "org_acme"), new Member("om_dave", "org_globex"));

	/**
	 * Those of Acme, one of which does not exist yet, and one of Globex.
	 */
	private static final List<ResourceReference> PROJECTS = List.of(ResourceReference.external("project", "p-1"),
			ResourceReference.external("project", "p-2"), ResourceReference.external("project", "p-new"),
			ResourceReference.external("project", "p-globex"));

	@AfterContainer
	static void stopThreads() {
		threads.shutdownNow();
	}

	@Property(tries = 2000)
	void checkThenNeverGrantsWhatNothingAllowsAndNeverDeniesBecauseOfAnOutage(@ForAll("settings") Settings settings,
			@ForAll @Size(min = 1, max = 60) List<@From("steps") Step> steps) {
		Story story = new Story(settings);
		try {
			steps.forEach((step) -> step.action.accept(story));
		}
		finally {
			RequestContextHolder.resetRequestAttributes();
		}
	}

	@Provide
	Arbitrary<Settings> settings() {
		return Combinators
			.combine(Arbitraries.of(Tenancy.values()), Arbitraries.of(0, 10), Arbitraries.of(0, 3),
					Arbitraries.of(0, 20))
			.as(Settings::new);
	}

	@Provide
	Arbitrary<Step> steps() {
		return Arbitraries.frequencyOf(Tuple.of(12, asks().map((ask) -> new Step(ask, (story) -> story.ask(ask)))),
				Tuple.of(6, changes()), Tuple.of(3, simultaneousAsks()), Tuple.of(3, requests()));
	}

	private Arbitrary<Ask> asks() {
		Arbitrary<List<String>> permissions = Arbitraries.of(PERMISSIONS)
			.list()
			.ofMinSize(1)
			.ofMaxSize(3)
			.uniqueElements();
		return Combinators
			.combine(Arbitraries.of(MEMBERS), permissions, Arbitraries.of(Match.values()),
					Arbitraries.of(PROJECTS).injectNull(0.1), Arbitraries.of(false, false, false, true))
			.as(Ask::new);
	}

	private Arbitrary<Step> changes() {
		Arbitrary<Step> grants = grants("grant", Story::grant);
		Arbitrary<Step> revocations = grants("revoke", Story::revoke);
		Arbitrary<Step> time = Arbitraries.of(1, 2, 4, 11)
			.map((seconds) -> new Step("wait " + seconds + " s",
					(story) -> story.clock.advance(Duration.ofSeconds(seconds))));
		Arbitrary<Step> outages = Arbitraries.of(true, false)
			.map((down) -> new Step(down ? "outage" : "recovery", (story) -> story.down = down));
		Arbitrary<Step> signIns = Combinators
			.combine(Arbitraries.of(MEMBERS), Arbitraries.of(PERMISSIONS).set().ofMaxSize(1),
					Arbitraries.of(3, 8, 60).injectNull(0.2))
			.as((member, claims, lifetime) -> new Step(
					member.id + " signs in with " + claims + " for " + lifetime + " s",
					(story) -> story.signIn(member, claims, lifetime)));
		Arbitrary<Step> creation = Arbitraries
			.just(new Step("create p-new", (story) -> story.organizations.put(PROJECTS.get(2), "org_acme")));
		return Arbitraries.frequencyOf(Tuple.of(4, grants), Tuple.of(6, revocations), Tuple.of(6, time),
				Tuple.of(4, outages), Tuple.of(2, signIns), Tuple.of(1, creation), Tuple.of(3, evictions()));
	}

	private Arbitrary<Step> grants(String name, GrantChange change) {
		return Combinators
			.combine(Arbitraries.of(MEMBERS), Arbitraries.of(PERMISSIONS), Arbitraries.of(PROJECTS).injectNull(0.1))
			.as((member, permission, project) -> new Step(
					name + " " + permission + " to " + member.id + " on " + project,
					(story) -> change.apply(story, key(member, permission, project))));
	}

	private Arbitrary<Step> evictions() {
		return Arbitraries.oneOf(
				Arbitraries.of(MEMBERS)
					.map((member) -> new Step("evict " + member.id,
							(story) -> story.evict((cache) -> cache.evictMembership(member.id), Set.of(member), null))),
				Arbitraries.of(PROJECTS)
					.map((project) -> new Step("evict a project",
							(story) -> story.evict((cache) -> cache.evictResource(project), Set.copyOf(MEMBERS),
									project))),
				Arbitraries.just(new Step("evict Acme",
						(story) -> story.evict((cache) -> cache.evictOrganization("org_acme"),
								Set.copyOf(MEMBERS.subList(0, 2)), null))),
				Arbitraries.just(new Step("evict all",
						(story) -> story.evict(DecisionCache::evictAll, Set.copyOf(MEMBERS), null))));
	}

	private Arbitrary<Step> simultaneousAsks() {
		Arbitrary<Ask> asks = asks();
		Arbitrary<Tuple2<Ask, Ask>> pairs = Arbitraries.oneOf(asks.map((ask) -> Tuple.of(ask, ask)),
				Combinators.combine(asks, Arbitraries.of(MEMBERS)).as((ask, member) -> Tuple.of(ask, ask.by(member))),
				Combinators.combine(asks, asks).as(Tuple::of));
		return Combinators.combine(pairs, changes())
			.as((pair, change) -> new Step(pair.get1() + " while " + change + ", then " + pair.get2(),
					(story) -> story.askAtTheSameTime(pair.get1(), change, pair.get2())));
	}

	private Arbitrary<Step> requests() {
		return Arbitraries.of(new Step("begin of request", Story::beginRequest),
				new Step("end of request", Story::endRequest));
	}

	private static Key key(Member member, String permission, @Nullable ResourceReference project) {
		return new Key(member, permission, (project != null) ? project
				: ResourceReference.external(ResourceReference.ORGANIZATION_TYPE, member.organizationId));
	}

	private interface GrantChange {

		void apply(Story story, Key key);

	}

	private enum Tenancy {

		NO_FAST_PATH, TRUST, VERIFY

	}

	private record Settings(Tenancy tenancy, int allowTtl, int denyTtl, int staleIfError) {

	}

	private record Step(Object name, Consumer<Story> action) {

		@Override
		public String toString() {
			return this.name.toString();
		}

	}

	private record Member(String id, String organizationId) {

	}

	private record Key(Member member, String permission, ResourceReference resource) {

	}

	private record Ask(Member member, List<String> permissions, Match match, @Nullable ResourceReference project,
			boolean alwaysCurrent) {

		private Ask by(Member member) {
			return new Ask(member, this.permissions, this.match, this.project, this.alwaysCurrent);
		}

	}

	/**
	 * What there was when a question was put.
	 */
	private record Situation(long begin, Instant time, boolean down, Set<Key> grantedInRequest,
			Set<Key> deniedInRequest) {

	}

	/**
	 * Something that the API has said.
	 */
	private static final class Answer {

		private final Key key;

		private final boolean granted;

		private final @Nullable Object request;

		private final long begin;

		private volatile long end = Long.MAX_VALUE;

		private volatile Instant time = Instant.MIN;

		private volatile Instant expiresAt;

		private volatile long evicted = Long.MAX_VALUE;

		private Answer(Key key, boolean granted, long begin, Instant expiresAt) {
			this.key = key;
			this.granted = granted;
			this.request = RequestContextHolder.getRequestAttributes();
			this.begin = begin;
			this.expiresAt = expiresAt;
		}

	}

	private static final class Story implements FgaClient {

		private static final int PAGE_SIZE = 1;

		private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));

		private final ApiStatus status = new ApiStatus(this.clock);

		private final Set<Key> grants = ConcurrentHashMap.newKeySet();

		private final Map<ResourceReference, String> organizations = new ConcurrentHashMap<>();

		private final Map<Member, FgaSession> sessions = new ConcurrentHashMap<>();

		private final List<Answer> answers = new CopyOnWriteArrayList<>();

		/**
		 * What was granted and denied in the current request.
		 */
		private final Set<Key> grantedInRequest = ConcurrentHashMap.newKeySet();

		private final Set<Key> deniedInRequest = ConcurrentHashMap.newKeySet();

		private final Map<ResourceReference, Instant> knownToBeNowhere = new ConcurrentHashMap<>();

		private final ThreadLocal<Instant> expiresAt = new ThreadLocal<>();

		/**
		 * Counts what happens.
		 */
		private final AtomicLong moment = new AtomicLong();

		private final Settings settings;

		private final DecisionCache cache;

		private final PermissionChecker checker;

		private volatile boolean down;

		private volatile @Nullable Hold hold;

		private Story(Settings settings) {
			this.settings = settings;
			this.cache = new DecisionCache(1000, Duration.ofSeconds(settings.allowTtl),
					Duration.ofSeconds(settings.denyTtl), Duration.ofSeconds(settings.staleIfError), this.clock,
					this::nanos);
			Duration timeLimit = Duration.ofSeconds(30);
			ClaimsPermissionChecker claims = switch (settings.tenancy) {
				case NO_FAST_PATH -> ClaimsPermissionChecker.withoutFastPath();
				case TRUST -> ClaimsPermissionChecker.trustingTenancy();
				case VERIFY -> ClaimsPermissionChecker.verifyingTenancy(new ApiResourceTenancy(this,
						new CallPool(2, timeLimit, ObservationRegistry.NOOP), timeLimit, this.status, this::nanos));
			};
			this.checker = new PermissionCheckerChain(List.of(claims, new RemotePermissionChecker(this, this.cache,
					timeLimit, this.status, new CallPool(2, timeLimit, ObservationRegistry.NOOP))), timeLimit);
			this.organizations.putAll(
					Map.of(PROJECTS.get(0), "org_acme", PROJECTS.get(1), "org_acme", PROJECTS.get(3), "org_globex"));
			MEMBERS.forEach((member) -> signIn(member, Set.of(), 60));
		}

		private long nanos() {
			return Duration.between(Instant.EPOCH, this.clock.instant()).toNanos();
		}

		// What happens.

		private void grant(Key key) {
			this.grants.add(key);
		}

		private void revoke(Key key) {
			this.grants.remove(key);
		}

		private void signIn(Member member, Set<String> claims, @Nullable Integer lifetime) {
			this.sessions.put(member,
					FgaSession.of("user")
						.organizationId(member.organizationId)
						.organizationMembershipId(member.id)
						.permissions(claims)
						.expiresAt((lifetime != null) ? this.clock.instant().plusSeconds(lifetime) : null)
						.build());
		}

		private void evict(Consumer<DecisionCache> eviction, Set<Member> members, @Nullable ResourceReference project) {
			eviction.accept(this.cache);
			this.answers.stream()
				.filter((answer) -> members.contains(answer.key.member)
						&& (project == null || project.equals(answer.key.resource)))
				.forEach((answer) -> answer.evicted = this.moment.incrementAndGet());
			this.grantedInRequest.clear();
			this.deniedInRequest.clear();
		}

		private void beginRequest() {
			endRequest();
			RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
		}

		private void endRequest() {
			RequestContextHolder.resetRequestAttributes();
			this.grantedInRequest.clear();
			this.deniedInRequest.clear();
		}

		private void ask(Ask ask) {
			FgaSession session = this.sessions.get(ask.member);
			Instant expiry = (session.expiresAt() != null) ? session.expiresAt() : Instant.MAX;
			Situation situation = new Situation(this.moment.incrementAndGet(), this.clock.instant(), this.down,
					Set.copyOf(this.grantedInRequest), Set.copyOf(this.deniedInRequest));
			this.expiresAt.set(expiry);
			try {
				List<PermissionDecision> decisions = decide(ask, session);
				for (Answer answer : this.answers) {
					if (answer.end > situation.begin && expiry.isAfter(answer.expiresAt)) {
						// This session has shared the call.
						answer.expiresAt = expiry;
					}
				}
				for (int i = 0; i < decisions.size(); i++) {
					if (decisions.get(i) != null) {
						verify(ask, key(ask.member, ask.permissions.get(i), ask.project), session, situation,
								decisions.get(i));
					}
				}
			}
			catch (CheckUnavailableException ex) {
				assertThat(situation.down || this.down).as("%s is unavailable during an outage only", ask).isTrue();
			}
		}

		private List<PermissionDecision> decide(Ask ask, FgaSession session) {
			List<PermissionQuestion> questions = ask.permissions.stream()
				.map((permission) -> new PermissionQuestion(session, permission, ask.project, ask.alwaysCurrent))
				.toList();
			if (questions.size() > 1) {
				return this.checker.checkAll(questions, ask.match);
			}
			PermissionDecision decision = this.checker.check(questions.get(0));
			assertThat(decision).isNotNull();
			return List.of(decision);
		}

		private void verify(Ask ask, Key key, FgaSession session, Situation situation, PermissionDecision decision) {
			if (decision.granted()) {
				assertThat(mayGrant(ask, key, session, situation))
					.as("%s may be granted %s, as %s has", ask, key, decision.source())
					.isTrue();
				remember(this.grantedInRequest, key);
			}
			else {
				assertThat(mayDeny(ask, key, session, situation))
					.as("%s may be denied %s, as %s has", ask, key, decision.source())
					.isTrue();
				remember(this.deniedInRequest, key);
			}
		}

		private static void remember(Set<Key> known, Key key) {
			if (RequestContextHolder.getRequestAttributes() != null) {
				known.add(key);
			}
		}

		// The oracle.

		private boolean mayGrant(Ask ask, Key key, FgaSession session, Situation situation) {
			boolean byClaims = !ask.alwaysCurrent && session.permissions().contains(key.permission);
			if (ask.project == null && !ask.alwaysCurrent) {
				return byClaims;
			}
			return (byClaims && isTrusted(ask.member, key.resource))
					|| (!ask.alwaysCurrent && situation.grantedInRequest.contains(key)) || isSaid(true, ask, key,
							situation, this.settings.allowTtl + (situation.down ? this.settings.staleIfError : 0));
		}

		private boolean mayDeny(Ask ask, Key key, FgaSession session, Situation situation) {
			boolean byClaims = !ask.alwaysCurrent && session.permissions().contains(key.permission);
			if (ask.project == null && !ask.alwaysCurrent) {
				return !byClaims;
			}
			return !(byClaims && isTrusted(ask.member, key.resource) && !isBelievedToBeNowhere(key.resource, situation))
					&& ((!ask.alwaysCurrent && situation.deniedInRequest.contains(key))
							|| isSaid(false, ask, key, situation, this.settings.denyTtl));
		}

		/**
		 * Whether the API has said so since the question was put, or earlier and it still
		 * counts: because the call was shared, the request is the same, or the cache
		 * keeps it.
		 */
		private boolean isSaid(boolean granted, Ask ask, Key key, Situation situation, int ttl) {
			return this.answers.stream()
				.filter((answer) -> answer.granted == granted && answer.key.equals(key))
				.anyMatch((answer) -> answer.begin > situation.begin
						|| (!ask.alwaysCurrent && answer.evicted > situation.begin
								&& (answer.end > situation.begin || isCurrent(answer.request)
										|| (situation.time.isBefore(answer.time.plusSeconds(ttl))
												&& situation.time.isBefore(answer.expiresAt)))));
		}

		private static boolean isCurrent(@Nullable Object request) {
			return request != null && request == RequestContextHolder.getRequestAttributes();
		}

		private boolean isTrusted(Member member, ResourceReference project) {
			return switch (this.settings.tenancy) {
				case NO_FAST_PATH -> false;
				case TRUST -> true;
				case VERIFY -> member.organizationId.equals(this.organizations.get(project));
			};
		}

		private boolean isBelievedToBeNowhere(ResourceReference project, Situation situation) {
			Instant known = this.knownToBeNowhere.getOrDefault(project, Instant.MIN);
			return situation.time.isBefore(known.plus(LookupCache.NEGATIVE_TTL));
		}

		// The API.

		@Override
		public PermissionDecision check(String membershipId, String permission, ResourceReference resource) {
			Key key = new Key(member(membershipId), permission, resource);
			List<Answer> said = say(Set.of(key));
			land(said);
			return said.get(0).granted ? PermissionDecision.grant(permission, DecisionSource.REMOTE)
					: PermissionDecision.deny(permission, DecisionSource.REMOTE, DenialReason.MISSING_PERMISSION);
		}

		@Override
		public EffectivePermissions effectivePermissions(String membershipId, ResourceReference resource,
				@Nullable String after) {
			Member member = member(membershipId);
			Set<Key> all = new HashSet<>();
			PERMISSIONS.forEach((permission) -> all.add(new Key(member, permission, resource)));
			List<Answer> said = say(all);
			land(said);
			List<String> granted = new ArrayList<>(new TreeSet<>(
					said.stream().filter((answer) -> answer.granted).map((answer) -> answer.key.permission).toList()));
			int from = (after != null) ? Integer.parseInt(after) : 0;
			int to = Math.min(from + PAGE_SIZE, granted.size());
			return new EffectivePermissions(Set.copyOf(granted.subList(Math.min(from, to), to)), Set.of(),
					(to < granted.size()) ? String.valueOf(to) : null, null);
		}

		@Override
		public boolean isInOrganization(String organizationId, ResourceReference resource) {
			say(Set.of());
			boolean belongs = organizationId.equals(this.organizations.get(resource));
			land(List.of());
			if (!belongs) {
				this.knownToBeNowhere.put(resource, this.clock.instant());
			}
			return belongs;
		}

		private Member member(String id) {
			return MEMBERS.stream().filter((member) -> member.id.equals(id)).findFirst().orElseThrow();
		}

		private List<Answer> say(Set<Key> keys) {
			if (this.down) {
				throw new ApiFailureException(Kind.TRANSIENT, "down");
			}
			long begin = this.moment.incrementAndGet();
			List<Answer> said = keys.stream()
				.map((key) -> new Answer(key, this.grants.contains(key), begin, this.expiresAt.get()))
				.toList();
			this.answers.addAll(said);
			return said;
		}

		private void land(List<Answer> said) {
			Hold held = this.hold;
			if (held != null && held.reached.complete(null)) {
				held.await();
			}
			Instant now = this.clock.instant();
			said.forEach((answer) -> {
				answer.time = now;
				answer.end = this.moment.incrementAndGet();
			});
		}

		// Two at the same time.

		private void askAtTheSameTime(Ask first, Step change, Ask second) {
			Hold held = new Hold();
			this.hold = held;
			RequestAttributes request = RequestContextHolder.getRequestAttributes();
			CompletableFuture<Void> one = CompletableFuture.runAsync(() -> askIn(request, first), threads);
			CompletableFuture.anyOf(held.reached, one).join();
			this.hold = null;
			change.action.accept(this);
			long joined = this.status.getSparedCalls();
			CompletableFuture<Void> other = CompletableFuture.runAsync(() -> askIn(request, second), threads);
			while (!other.isDone() && this.status.getSparedCalls() == joined) {
				Thread.onSpinWait();
			}
			held.release.countDown();
			one.join();
			other.join();
		}

		private void askIn(@Nullable RequestAttributes request, Ask ask) {
			RequestContextHolder.setRequestAttributes(request);
			try {
				ask(ask);
			}
			finally {
				RequestContextHolder.resetRequestAttributes();
			}
		}

		/**
		 * Where the first call of two is held.
		 */
		private static final class Hold {

			private final CompletableFuture<Void> reached = new CompletableFuture<>();

			private final CountDownLatch release = new CountDownLatch(1);

			private void await() {
				try {
					assertThat(this.release.await(20, TimeUnit.SECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}

		}

	}

}
