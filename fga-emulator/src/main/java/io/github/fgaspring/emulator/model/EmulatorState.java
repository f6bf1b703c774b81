package io.github.fgaspring.emulator.model;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Everything the emulator knows. Whoever reads or changes it does so
 * {@link #exclusively(Supplier) exclusively}, so that every request sees one state from
 * beginning to end.
 */
public final class EmulatorState {

	private final Settings settings;

	private final IdSequence ids;

	private Contents contents;

	/**
	 * Begin with what a seed says.
	 * @param settings what never changes
	 * @param ids the sequence that gave the ids in the contents
	 * @param contents what changes
	 */
	public EmulatorState(Settings settings, IdSequence ids, Contents contents) {
		this.settings = settings;
		this.ids = ids;
		this.contents = contents;
	}

	/**
	 * Do something while nobody else reads or changes the state.
	 * @param <T> the type of the result
	 * @param action what to do
	 * @return its result
	 */
	public synchronized <T> T exclusively(Supplier<T> action) {
		return action.get();
	}

	/**
	 * The only key that callers of the API can use.
	 * @return the key
	 */
	public String apiKey() {
		return this.settings.apiKey();
	}

	/**
	 * The client id that session tokens are issued for.
	 * @return the client id
	 */
	public String clientId() {
		return this.settings.clientId();
	}

	/**
	 * Where events are sent.
	 * @return the webhooks
	 */
	public List<Webhook> webhooks() {
		return this.contents.webhooks;
	}

	/**
	 * Send events elsewhere from now on.
	 * @param webhooks where to
	 */
	void setWebhooks(List<Webhook> webhooks) {
		this.contents.webhooks = List.copyOf(webhooks);
	}

	/**
	 * The present time.
	 * @return the time of the emulator's clock
	 */
	public Instant now() {
		return this.settings.clock().instant();
	}

	/**
	 * A new id. It is never given again, not even after {@link #restore a restore}, so
	 * that nobody takes what is created then for what was there before.
	 * @param prefix what kind of thing it is for, such as {@code authz_resource}
	 * @return the id
	 */
	public String newId(String prefix) {
		return this.ids.next(prefix);
	}

	/**
	 * What can be granted.
	 * @return the resource types, permissions and roles
	 */
	public AccessModel accessModel() {
		return this.contents.accessModel;
	}

	/**
	 * Who it can be granted to.
	 * @return the organizations, people and memberships
	 */
	public Accounts accounts() {
		return this.contents.accounts;
	}

	/**
	 * What it can be granted on.
	 * @return the resources
	 */
	public ResourceTree resources() {
		return this.contents.resources;
	}

	/**
	 * What is granted.
	 * @return the roles of memberships
	 */
	public RoleAssignments assignments() {
		return this.contents.assignments;
	}

	/**
	 * Who is granted something together.
	 * @return the groups
	 */
	public Groups groups() {
		return this.contents.groups;
	}

	/**
	 * Who is signed in.
	 * @return the sessions
	 */
	public Sessions sessions() {
		return this.contents.sessions;
	}

	/**
	 * What has happened.
	 * @return the events
	 */
	public Table<Event> events() {
		return this.contents.events;
	}

	/**
	 * Additional claims of session tokens.
	 * @return the template, or {@code null} if there is none
	 */
	public @Nullable JwtTemplate jwtTemplate() {
		return this.contents.jwtTemplate;
	}

	/**
	 * Give session tokens other claims from now on.
	 * @param jwtTemplate the template
	 */
	void setJwtTemplate(JwtTemplate jwtTemplate) {
		this.contents.jwtTemplate = jwtTemplate;
	}

	/**
	 * Remember the contents.
	 * @return a copy that later changes do not touch
	 */
	public Snapshot snapshot() {
		return new Snapshot(this.contents.copy());
	}

	/**
	 * Go back to remembered contents.
	 * @param snapshot the contents, which can be restored again later
	 */
	public void restore(Snapshot snapshot) {
		this.contents = snapshot.contents.copy();
	}

	/**
	 * Leaves the API key out.
	 */
	@Override
	public String toString() {
		return "EmulatorState[clientId=" + clientId() + "]";
	}

	/**
	 * What never changes while the emulator runs.
	 *
	 * @param apiKey the only key that callers of the API can use
	 * @param clientId the client id that session tokens are issued for
	 * @param clock the clock that dates everything
	 */
	public record Settings(String apiKey, String clientId, Clock clock) {

		/**
		 * Leaves the API key out.
		 */
		@Override
		public String toString() {
			return "Settings[clientId=" + this.clientId + "]";
		}

	}

	/**
	 * What changes while the emulator runs.
	 */
	public static final class Contents {

		private final AccessModel accessModel;

		private final Accounts accounts;

		private final ResourceTree resources;

		private final RoleAssignments assignments;

		private final Groups groups;

		private final Sessions sessions;

		private final Table<Event> events;

		private @Nullable JwtTemplate jwtTemplate;

		private List<Webhook> webhooks;

		/**
		 * The contents of a seed: nobody is signed in, nothing has happened.
		 * @param accessModel what can be granted
		 * @param accounts who it can be granted to
		 * @param resources what it can be granted on
		 * @param assignments what is granted
		 * @param jwtTemplate additional claims of session tokens, or {@code null}
		 * @param webhooks where events are sent
		 */
		public Contents(AccessModel accessModel, Accounts accounts, ResourceTree resources, RoleAssignments assignments,
				@Nullable JwtTemplate jwtTemplate, List<Webhook> webhooks) {
			this(accessModel, accounts, resources, assignments, new Groups(), new Sessions(), new Table<>(),
					jwtTemplate, List.copyOf(webhooks));
		}

		private Contents(AccessModel accessModel, Accounts accounts, ResourceTree resources,
				RoleAssignments assignments, Groups groups, Sessions sessions, Table<Event> events,
				@Nullable JwtTemplate jwtTemplate, List<Webhook> webhooks) {
			this.accessModel = accessModel;
			this.accounts = accounts;
			this.resources = resources;
			this.assignments = assignments;
			this.groups = groups;
			this.sessions = sessions;
			this.events = events;
			this.jwtTemplate = jwtTemplate;
			this.webhooks = webhooks;
		}

		private Contents copy() {
			return new Contents(this.accessModel.copy(), this.accounts.copy(), this.resources.copy(),
					this.assignments.copy(), this.groups.copy(), this.sessions.copy(), this.events.copy(),
					this.jwtTemplate, this.webhooks);
		}

	}

	/**
	 * Contents as they once were.
	 */
	public static final class Snapshot {

		private final Contents contents;

		private Snapshot(Contents contents) {
			this.contents = contents;
		}

	}

}
