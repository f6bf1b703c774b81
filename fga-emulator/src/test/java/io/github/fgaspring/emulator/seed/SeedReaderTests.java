package io.github.fgaspring.emulator.seed;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;

import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.MembershipStatus;
import io.github.fgaspring.emulator.model.Permission;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.RoleAssignment;
import io.github.fgaspring.emulator.model.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SeedReaderTests {

	private static final String BASE = """
			resource-types: [{ slug: workspace }, { slug: project, parents: [workspace, project] }]
			roles: [{ slug: viewer }, { slug: editor, resource-type: project }]
			organizations: [{ id: org_acme }, { id: org_globex }]
			users: [{ id: user_alice, email: alice@acme.test }]
			""";

	private static final String MEMBERSHIP = """
			memberships: [{ id: om_alice, user: user_alice, organization: org_acme }]
			""";

	@Test
	void readWhenEverySectionIsThereThenHasEverything() {
		EmulatorState state = read(
				"""
						api-key: sk_test_emulator
						client-id: client_emulator
						resource-types:
						  - { slug: workspace, parents: [organization] }
						  - { slug: project, parents: [workspace] }
						permissions:
						  - { slug: "project:view", resource-type: project }
						roles:
						  - { slug: member, permissions: ["org:view"] }
						  - { slug: workspace-admin, resource-type: workspace, permissions: ["workspace:view", "project:view"] }
						organizations:
						  - { id: org_acme, name: Acme, external-id: acme }
						users:
						  - { id: user_alice, email: alice@acme.test, password: alice, external-id: "42" }
						memberships:
						  - { id: om_alice, user: user_alice, organization: org_acme, roles: [member], status: active }
						resources:
						  - { type: workspace, external-id: engineering, name: Engineering, organization: org_acme }
						  - { type: project, external-id: web, name: Web, organization: org_acme, parent: { type: workspace, external-id: engineering } }
						assignments:
						  - { membership: om_alice, role: workspace-admin, resource: { type: workspace, external-id: engineering } }
						jwt-template: '{"organization_membership_id": "{{ organization_membership.id }}"}'
						webhooks:
						  - { url: "http://localhost:8080/fga/webhooks", secret: whsec_emulator }
						""");
		assertThat(Stream.of("organization", "workspace", "project")
			.flatMap((slug) -> state.accessModel().findResourceType(slug).stream())).hasSize(3);
		assertThat(state.accessModel().permissions()).extracting(Permission::slug)
			.containsExactlyInAnyOrder("project:view", "org:view", "workspace:view");
		assertThat(state.accessModel().environmentRoles()).extracting(Role::slug)
			.containsExactly("member", "workspace-admin");
		assertThat(state.accounts().organizations().find("org_acme").orElseThrow().externalId()).isEqualTo("acme");
		User alice = state.accounts().users().find("user_alice").orElseThrow();
		assertThat(alice.profile().externalId()).isEqualTo("42");
		assertThat(state.accounts().memberships().find("om_alice").orElseThrow().isActive()).isTrue();
		Resource web = resource(state, "project", "web");
		assertThat(state.resources().pathToRoot(web)).extracting(ResourceKey::externalId)
			.containsExactly("web", "engineering", "org_acme");
		assertThat(state.assignments().all((assignment) -> true)).extracting(RoleAssignment::role)
			.containsExactly("member", "workspace-admin");
		assertThat(state.jwtTemplate()).isNotNull();
		assertThat(state.webhooks()).hasSize(1);
		assertThat(state.webhooks().get(0).toString()).doesNotContain("whsec_emulator");
		assertThat(alice.toString()).doesNotContain("alice@");
	}

	@Test
	void readWhenWebhookHoldsSecretsThenItsTextHasNone() {
		EmulatorState state = read(
				"webhooks: [{ url: 'http://user-secret@localhost:8080/hook?key=query-secret', secret: whsec_secret }]");
		assertThat(state.webhooks()).hasToString("[Webhook[address=http://localhost:8080/hook]]");
	}

	@Test
	void readWhenTextIsEmptyThenStateIsEmpty() {
		assertThat(read("").accounts().organizations().all()).isEmpty();
		assertThat(read("# nothing but a comment\n").accounts().organizations().all()).isEmpty();
	}

	@Test
	void readWhenSectionIsEmptyThenIsAsIfLeftOut() {
		assertThat(read("organizations:\nusers: []\n").accounts().organizations().all()).isEmpty();
	}

	@Test
	void readWhenJsonThenIsSameAsYaml() {
		EmulatorState state = read("""
				{"client-id": 7, "organizations": [{"id": "org_acme", "name": "A \\u0026 B"}], "users": null}
				""");
		assertThat(state.clientId()).isEqualTo("7");
		assertThat(state.accounts().organizations().find("org_acme").orElseThrow())
			.satisfies((organization) -> assertThat(organization.name()).isEqualTo("A & B"));
	}

	@Test
	void readWhenFlowMappingThenIsYaml() {
		assertThat(read("{ client-id: client_flow }").clientId()).isEqualTo("client_flow");
	}

	@Test
	void readWhenLongerThanParserTakesByDefaultThenReads() {
		String comment = "# a tree of many resources\n";
		assertThat(read(comment.repeat(200_000) + "client-id: client_long\n").clientId()).isEqualTo("client_long");
	}

	@Test
	void readWhenResourceTypeIsLeftOutThenMeansOrganization() {
		EmulatorState state = read("""
				permissions: [{ slug: "org:a" }, { slug: "org:b", resource-type: organization }]
				roles: [{ slug: a }, { slug: b, resource-type: organization }]
				""");
		assertThat(state.accessModel().permissions())
			.allMatch((permission) -> "organization".equals(permission.resourceType()));
		assertThat(state.accessModel().roles()).allMatch(Role::isHeldInOrganization);
	}

	@Test
	void readWhenParentIsLeftOutThenOrganizationIsTheParent() {
		EmulatorState state = read(BASE + "resources: [{ type: workspace, external-id: a, organization: org_acme }]");
		assertThat(resource(state, "workspace", "a").parent()).isEqualTo(ResourceKey.ofOrganization("org_acme"));
		assertThat(resource(state, "organization", "org_acme").parent()).isNull();
	}

	@Test
	void readWhenRolesAndStatusAreLeftOutThenIsActiveMember() {
		EmulatorState state = read(BASE + MEMBERSHIP);
		Membership membership = state.accounts().memberships().find("om_alice").orElseThrow();
		assertThat(new AccessEvaluator(state).ownOrganizationRoles(membership)).containsExactly("member");
		assertThat(membership.status()).isEqualTo(MembershipStatus.ACTIVE);
		assertThat(read(BASE).accessModel().findEnvironmentRole("member").orElseThrow().permissions()).isEmpty();
	}

	@Test
	void readWhenIdLooksLikeNumberThenKeepsItAsWritten() {
		EmulatorState state = read(BASE + "resources: [{ type: workspace, external-id: 007, organization: org_acme }]");
		assertThat(resource(state, "workspace", "007").name()).isEqualTo("007");
	}

	@Test
	void readWhenOneIdIsInTwoOrganizationsThenBothExist() {
		EmulatorState state = read(BASE + """
				resources:
				  - { type: workspace, external-id: a, organization: org_acme }
				  - { type: workspace, external-id: a, organization: org_globex }
				""");
		assertThat(state.resources().find(new ResourceKey("org_globex", "workspace", "a"))).isPresent();
		assertThat(resource(state, "workspace", "a").id()).startsWith("authz_resource_emulator_");
	}

	@ParameterizedTest(name = "{1}")
	@MethodSource
	void readWhenSeedIsWrongThenSaysWhereAndWhat(String yaml, String message) {
		assertThatExceptionOfType(IllegalSeedException.class).isThrownBy(() -> read(yaml)).withMessage(message);
	}

	static Stream<Arguments> readWhenSeedIsWrongThenSaysWhereAndWhat() {
		return Stream.of(
				// The document
				wrong("- a\n", "model.yaml, line 1: it is a list; write a mapping (key: value)"),
				wrong("{\n\"users\": [\n{}]}", "model.yaml, line 3, users[0].id: it is missing; write id: and a value"),
				wrong("{\"a\": 1,\n\"a\": 2}", "model.yaml, line 2, a: the key is there already; write it once"),
				wrong("{\"a\": 1}\n{\"b\": 2}", "model.yaml, line 2: a second document begins; write one only"),
				wrong("users: {}\n", "model.yaml, line 1, users: it is a mapping (key: value); write a list"),
				wrong("users: [alice]\n",
						"model.yaml, line 1, users[0]: it is a single value; " + "write a mapping (key: value)"),
				wrong("client-id: [a]\n", "model.yaml, line 1, client-id: it is a list; write a single value"),
				wrong("client-id: ''\n", "model.yaml, line 1, client-id: it is blank; write a value"),
				wrong("api-key: a\napi-key: b\n",
						"model.yaml, line 2, api-key: the key is there already; write it once"),
				wrong("api-key: a\n---\napi-key: b\n", "model.yaml, line 3: a second document begins; write one only"),
				wrong("\norganisations: []\n",
						"model.yaml, line 2, organisations: there is no key 'organisations' here; write one of: "
								+ "api-key, client-id, resource-types, permissions, roles, organizations, users, "
								+ "memberships, resources, assignments, jwt-template, webhooks"),
				wrong("users:\n  - { id: user_a, email: a@b.test, mail: a }\n",
						"model.yaml, line 2, users[0].mail: there is no key 'mail' here; "
								+ "write one of: id, email, password, first-name, last-name, external-id"),
				wrong("users:\n  - { id: user_a }\n",
						"model.yaml, line 2, users[0].email: it is missing; write email: and a value"),
				// Duplicates
				wrong(BASE + "permissions: [{ slug: a }, { slug: a }]",
						"model.yaml, line 5, permissions[1].slug: the permission 'a' is there already; "
								+ "write another one"),
				wrong("roles: [{ slug: a }, { slug: a }]",
						"model.yaml, line 1, roles[1].slug: the role 'a' is there already; write another one"),
				wrong("resource-types: [{ slug: organization }]",
						"model.yaml, line 1, resource-types[0].slug: the resource type 'organization' is there "
								+ "already; write another one"),
				wrong("organizations:\n- { id: org_a }\n- { id: org_a }\n",
						"model.yaml, line 3, organizations[1].id: the organization 'org_a' is there already; "
								+ "write another one"),
				wrong("users:\n- { id: user_a, email: a }\n- { id: user_a, email: b }\n",
						"model.yaml, line 3, users[1].id: the user 'user_a' is there already; write another one"),
				wrong("organizations: [{ id: org_emulator_1 }]",
						"model.yaml, line 1, organizations[0].id: the emulator gives ids such as 'org_emulator_1' "
								+ "itself; write another one"),
				wrong("users: [{ id: user_emulator_1, email: a }]",
						"model.yaml, line 1, users[0].id: the emulator gives ids such as 'user_emulator_1' itself; "
								+ "write another one"),
				wrong(BASE + "memberships: [{ id: om_emulator_1, user: user_alice, organization: org_acme }]",
						"model.yaml, line 5, memberships[0].id: the emulator gives ids such as 'om_emulator_1' "
								+ "itself; write another one"),
				wrong("organizations: [{ id: org_a, external-id: a }, { id: org_b, external-id: a }]",
						"model.yaml, line 1, organizations[1].external-id: the external id 'a' is there already; "
								+ "write another one"),
				wrong("users: [{ id: user_a, email: a }, { id: user_b, email: a }]",
						"model.yaml, line 1, users[1].email: the email 'a' is there already; write another one"),
				wrong("users: [{ id: user_a, email: a@b.test }, { id: user_b, email: A@B.test }]",
						"model.yaml, line 1, users[1].email: the email 'A@B.test' is there already; write another one"),
				wrong("users: [{ id: user_a, email: a, external-id: 1 }, { id: user_b, email: b, external-id: 1 }]",
						"model.yaml, line 1, users[1].external-id: the external id '1' is there already; "
								+ "write another one"),
				// Resource types
				wrong("resource-types: [{ slug: a, parents: [b] }]",
						"model.yaml, line 1, resource-types[0].parents[0]: there is no resource type 'b'; "
								+ "write one of: organization, a"),
				wrong("resource-types: [{ slug: a, parents: [b] }, { slug: b, parents: [a] }]",
						"model.yaml, line 1, resource-types[0].parents: the parents form a cycle that never reaches "
								+ "'organization'; write a parent outside of: a, b"),
				wrong("permissions: [{ slug: a, resource-type: b }]",
						"model.yaml, line 1, permissions[0].resource-type: there is no resource type 'b'; "
								+ "write one of: organization"),
				// Aliases
				wrong("roles: [{ slug: a, permissions: &p [\"x\"] }, { slug: b, permissions: *p }]",
						"model.yaml, line 1, roles[1].permissions: it is an alias of something else; "
								+ "write the value itself"),
				// Memberships
				wrong(BASE + "memberships: [{ id: om_a, user: user_bob, organization: org_acme }]",
						"model.yaml, line 5, memberships[0].user: there is no user 'user_bob'; "
								+ "write one of: user_alice"),
				wrong("memberships: [{ id: om_a, user: user_bob, organization: org_acme }]",
						"model.yaml, line 1, memberships[0].user: there is no user 'user_bob'; declare one first"),
				wrong(BASE + "memberships: [{ id: om_a, user: user_alice, organization: org_b }]",
						"model.yaml, line 5, memberships[0].organization: there is no organization 'org_b'; "
								+ "write one of: org_acme, org_globex"),
				wrong(BASE + "memberships: [{ id: om_a, user: user_alice, organization: org_acme, roles: [boss] }]",
						"model.yaml, line 5, memberships[0].roles[0]: there is no role 'boss'; "
								+ "write one of: viewer, editor, member"),
				wrong(BASE + "memberships: [{ id: om_a, user: user_alice, organization: org_acme, roles: [editor] }]",
						"model.yaml, line 5, memberships[0].roles[0]: 'editor' is a role on resources of type 'project'; "
								+ "write an organization role, or assign it under assignments:"),
				wrong(BASE
						+ "memberships: [{ id: om_a, user: user_alice, organization: org_acme, roles: [viewer, viewer] }]",
						"model.yaml, line 5, memberships[0].roles[1]: the membership has the role 'viewer' already; "
								+ "write it once"),
				wrong("""
						resource-types: [{ slug: project }]
						roles: [{ slug: member, resource-type: project }]
						organizations: [{ id: org_acme }]
						users: [{ id: user_alice, email: alice@acme.test }]
						memberships:
						  - { id: om_alice, user: user_alice, organization: org_acme }
						""",
						"model.yaml, line 6, memberships[0]: without roles, a membership has the role 'member', "
								+ "which is one on resources of type 'project'; write roles: and an organization role"),
				wrong(BASE + "memberships: [{ id: om_a, user: user_alice, organization: org_acme, status: gone }]",
						"model.yaml, line 5, memberships[0].status: there is no status 'gone'; "
								+ "write one of: active, inactive, pending"),
				wrong(BASE + """
						memberships:
						  - { id: om_a, user: user_alice, organization: org_acme }
						  - { id: om_b, user: user_alice, organization: org_acme }
						""",
						"model.yaml, line 7, memberships[1].user: the membership 'om_a' is of the same user in the "
								+ "same organization; write one of them only"),
				wrong(BASE + """
						memberships:
						  - { id: om_a, user: user_alice, organization: org_acme }
						  - { id: om_a, user: user_alice, organization: org_globex }
						""",
						"model.yaml, line 7, memberships[1].id: the membership 'om_a' is there already; "
								+ "write another one"),
				// Resources
				wrong(BASE + "resources: [{ type: file, external-id: a, organization: org_acme }]",
						"model.yaml, line 5, resources[0].type: there is no resource type 'file'; "
								+ "write one of: organization, workspace, project"),
				wrong(BASE + "resources: [{ type: organization, external-id: a, organization: org_acme }]",
						"model.yaml, line 5, resources[0].type: every organization is a resource already; "
								+ "write another type or leave the resource out"),
				wrong(BASE + "resources: [{ type: workspace, external-id: a, organization: org_b }]",
						"model.yaml, line 5, resources[0].organization: there is no organization 'org_b'; "
								+ "write one of: org_acme, org_globex"),
				wrong(BASE + "resources: [{ type: workspace, external-id: é, organization: org_acme }]",
						"model.yaml, line 5, resources[0].external-id: WorkOS does not accept it; "
								+ "write at most 128 ASCII characters"),
				wrong(BASE + """
						resources:
						  - { type: workspace, external-id: a, organization: org_acme }
						  - { type: workspace, external-id: a, organization: org_acme }
						""",
						"model.yaml, line 7, resources[1].external-id: the workspace 'a' is there already "
								+ "in 'org_acme'; write another one"),
				wrong(BASE + "resources: [{ type: project, external-id: a, organization: org_acme }]",
						"model.yaml, line 5, resources[0]: a resource of type 'project' cannot be under one of type 'organization'; "
								+ "write a parent of one of the types: workspace, project"),
				wrong(BASE + """
						resources:
						  - { type: workspace, external-id: a, organization: org_acme }
						  - type: workspace
						    external-id: b
						    organization: org_acme
						    parent: { type: workspace, external-id: a }
						""",
						"model.yaml, line 10, resources[1].parent: a resource of type 'workspace' cannot be under one of type 'workspace'; "
								+ "write a parent of one of the types: organization"),
				wrong(BASE
						+ """
								resources:
								  - { type: workspace, external-id: a, organization: org_globex }
								  - { type: project, external-id: b, organization: org_acme, parent: { type: workspace, external-id: a } }
								""",
						"model.yaml, line 7, resources[1].parent: there is no workspace 'a' in 'org_acme'; "
								+ "write one that is declared under resources:"),
				wrong(BASE
						+ """
								resources:
								  - { type: project, external-id: a, organization: org_acme, parent: { type: project, external-id: b } }
								  - { type: project, external-id: b, organization: org_acme, parent: { type: project, external-id: a } }
								""",
						"model.yaml, line 6, resources[0].parent: the parents form a cycle through project 'a'; "
								+ "write another parent for one of them"),
				// Assignments
				wrong(BASE + MEMBERSHIP + "assignments: [{ membership: om_b, role: viewer }]",
						"model.yaml, line 6, assignments[0].membership: there is no membership 'om_b'; "
								+ "write one of: om_alice"),
				wrong(BASE + MEMBERSHIP + """
						assignments:
						  - { membership: om_alice, role: viewer }
						  - { membership: om_alice, role: viewer }
						""",
						"model.yaml, line 8, assignments[1].role: the membership 'om_alice' holds 'viewer' there already; "
								+ "write it once"),
				wrong(BASE + MEMBERSHIP + """
						assignments:
						  - { membership: om_alice, role: viewer }
						  - { membership: om_alice, role: boss }
						""",
						"model.yaml, line 8, assignments[1].role: there is no role 'boss'; "
								+ "write one of: viewer, editor, member"),
				wrong(BASE + MEMBERSHIP + "assignments: [{ membership: om_alice, role: editor }]",
						"model.yaml, line 6, assignments[0].role: 'editor' is a role on resources of type 'project', "
								+ "not 'organization'; write one of: viewer, member"),
				wrong(BASE + MEMBERSHIP
						+ """
								resources: [{ type: workspace, external-id: a, organization: org_acme }]
								assignments: [{ membership: om_alice, role: editor, resource: { type: workspace, external-id: a } }]
								""",
						"model.yaml, line 7, assignments[0].role: 'editor' is a role on resources of type 'project', "
								+ "not 'workspace'; declare one first"),
				wrong(BASE + MEMBERSHIP
						+ "assignments: [{ membership: om_alice, role: editor, resource: { type: project, external-id: a } }]",
						"model.yaml, line 6, assignments[0].resource: there is no project 'a' in 'org_acme'; "
								+ "write one that is declared under resources:"),
				// The rest
				wrong("jwt-template: '{}'\n",
						"model.yaml, line 1, jwt-template: it is not a JSON object with at least one key; "
								+ "write one such as {\"email\": \"{{ user.email }}\"}"),
				wrong("webhooks: [{ url: 'http://localhost:65536/', secret: whsec_a }]",
						"model.yaml, line 1, webhooks[0].url: it is not an absolute HTTP URL; "
								+ "write one such as http://localhost:8080/fga/webhooks"),
				wrong("webhooks: [{ url: localhost, secret: whsec_a }]",
						"model.yaml, line 1, webhooks[0].url: it is not an absolute HTTP URL; "
								+ "write one such as http://localhost:8080/fga/webhooks"),
				wrong("webhooks: [{ url: 'http://', secret: whsec_a }]",
						"model.yaml, line 1, webhooks[0].url: it is not an absolute HTTP URL; "
								+ "write one such as http://localhost:8080/fga/webhooks"),
				wrong("webhooks: [{ url: 'http:///events', secret: whsec_a }]",
						"model.yaml, line 1, webhooks[0].url: it is not an absolute HTTP URL; "
								+ "write one such as http://localhost:8080/fga/webhooks"),
				wrong("webhooks: [{ url: 'http://a b/', secret: whsec_a }]",
						"model.yaml, line 1, webhooks[0].url: it is not an absolute HTTP URL; "
								+ "write one such as http://localhost:8080/fga/webhooks"),
				wrong("webhooks: [{ url: 'ftp://localhost/', secret: whsec_a }]",
						"model.yaml, line 1, webhooks[0].url: it is not an absolute HTTP URL; "
								+ "write one such as http://localhost:8080/fga/webhooks"),
				wrong("webhooks: [{ url: 'http://under_score/', secret: whsec_a }]",
						"model.yaml, line 1, webhooks[0].url: it is not an absolute HTTP URL; "
								+ "write one such as http://localhost:8080/fga/webhooks"));
	}

	@Test
	void readWhenNotYamlThenSaysWhereWithoutQuoting() {
		assertThatExceptionOfType(IllegalSeedException.class)
			.isThrownBy(() -> read("api-key: sk_test_a\nusers:\n  - { password: secret\n"))
			.withMessage("model.yaml, line 3: it is not valid YAML: while parsing a flow mapping, "
					+ "expected ',' or '}', but got <stream end>")
			.withNoCause();
	}

	private static Arguments wrong(String yaml, String message) {
		return Arguments.of(yaml, message);
	}

	private static Resource resource(EmulatorState state, String type, String externalId) {
		return state.resources().find(new ResourceKey("org_acme", type, externalId)).orElseThrow();
	}

	private static EmulatorState read(String yaml) {
		return SeedReader.read(new Seed("model.yaml", yaml), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
	}

}
