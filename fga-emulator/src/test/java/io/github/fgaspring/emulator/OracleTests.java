package io.github.fgaspring.emulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.github.fgaspring.emulator.EmulatorClient.Response;
import io.github.fgaspring.emulator.NaiveAccess.Grant;
import io.github.fgaspring.emulator.NaiveAccess.NaiveMembership;
import io.github.fgaspring.emulator.NaiveAccess.NaiveResource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that the emulator says about who may do what agrees with the {@link NaiveAccess
 * oracle}, and so with each other.
 */
@Timeout(120)
class OracleTests {

	private static final String MEMBERSHIPS = "/authorization/organization_memberships/";

	@ParameterizedTest
	@MethodSource("seeds")
	void answersWhenWorldIsRandomThenAgreeWithTheOracle(int seed) {
		Random random = new Random(seed);
		try (RandomWorld world = new RandomWorld(random)) {
			Questions questions = new Questions(world, random);
			questions.askAll();
			world.change();
			questions.askAll();
			// An oracle that always says the same would agree with a broken emulator.
			assertThat(questions.granted).isPositive();
			assertThat(questions.denied).isPositive();
		}
	}

	static IntStream seeds() {
		return IntStream.range(0, 10);
	}

	private static final class Questions {

		private final NaiveAccess oracle;

		private final EmulatorClient client;

		private final RandomWorld world;

		private final Random random;

		private int granted;

		private int denied;

		private Questions(RandomWorld world, Random random) {
			this.oracle = world.oracle();
			this.client = world.client();
			this.world = world;
			this.random = random;
		}

		private void askAll() {
			for (NaiveResource resource : this.oracle.resources.values()) {
				askForMemberships(resource);
				askForAssignments(resource);
				for (NaiveMembership membership : this.oracle.memberships.values()) {
					if (membership.organization().equals(resource.organization())) {
						check(membership, resource);
						askForPermissions(membership, resource);
						askForChildren(membership, resource);
					}
				}
			}
			this.oracle.memberships.values().forEach(this::askForAssignments);
		}

		private void check(NaiveMembership membership, NaiveResource resource) {
			String permission = this.world.any(this.oracle.permissionTypes.keySet());
			if (this.random.nextInt(4) > 0) {
				permission = this.world.any(permissionsFor(resource));
			}
			boolean expected = this.oracle.isGranted(membership, permission, resource);
			Response response = this.client.post(MEMBERSHIPS + membership.id() + "/check",
					"{\"permission_slug\": \"%s\", %s}".formatted(permission, this.world.target("resource", resource)));
			assertThat(response.json().get("authorized").booleanValue())
				.as("%s of %s on %s", permission, membership, resource)
				.isEqualTo(expected);
			if (expected) {
				this.granted++;
			}
			else {
				this.denied++;
			}
		}

		private void askForPermissions(NaiveMembership membership, NaiveResource resource) {
			String path = this.random.nextBoolean() ? resource.id() : resource.type() + "/" + resource.externalId();
			assertList(MEMBERSHIPS + membership.id() + "/resources/" + path + "/permissions", "", "slug",
					filter(this.oracle.permissionTypes.keySet(),
							(permission) -> this.oracle.isGranted(membership, permission, resource)));
		}

		private void askForChildren(NaiveMembership membership, NaiveResource parent) {
			List<NaiveResource> children = this.oracle.children(parent);
			String permission = this.world.any(permissionsFor(children.isEmpty() ? parent : this.world.any(children)));
			String target = this.random.nextBoolean() ? "&parent_resource_id=" + parent.id()
					: "&parent_resource_type_slug=%s&parent_resource_external_id=%s".formatted(parent.type(),
							parent.externalId());
			assertList(MEMBERSHIPS + membership.id() + "/resources", "&permission_slug=" + permission + target, "id",
					filter(children, (child) -> this.oracle.isGranted(membership, permission, child)).stream()
						.map(NaiveResource::id)
						.toList());
		}

		private void askForMemberships(NaiveResource resource) {
			String permission = this.world.any(permissionsFor(resource));
			String path = path(resource) + "/organization_memberships";
			String filter = "&permission_slug=" + permission;
			Collection<NaiveMembership> memberships = this.oracle.memberships.values();
			List<String> direct = ids(filter(memberships,
					(membership) -> this.oracle.isGrantedDirectly(membership, permission, resource)));
			assertList(path, filter, "id", direct);
			assertList(path, filter + "&assignment=direct", "id", direct);
			assertList(path, filter + "&assignment=indirect", "id",
					ids(filter(memberships, (membership) -> this.oracle.isGranted(membership, permission, resource))));
		}

		// Who joins a group gets its roles at once, in an order of no importance.
		private void askForAssignments(NaiveResource resource) {
			List<String> expected = new ArrayList<>();
			for (NaiveMembership membership : this.oracle.memberships.values()) {
				for (Grant grant : this.oracle.held(membership)) {
					if (grant.resource().equals(resource.id())) {
						expected.add(membership.id() + " " + grant.role());
					}
				}
			}
			assertThat(list(path(resource) + "/role_assignments", "", "asc"))
				.extracting((assignment) -> assignment.get("organization_membership_id").stringValue() + " "
						+ assignment.get("role").get("slug").stringValue())
				.as("assignments on %s", resource)
				.containsExactlyInAnyOrderElementsOf(expected);
		}

		private void askForAssignments(NaiveMembership membership) {
			assertThat(list(MEMBERSHIPS + membership.id() + "/role_assignments", "", "desc"))
				.extracting((assignment) -> new Grant(membership.id(), assignment.get("role").get("slug").stringValue(),
						assignment.get("resource").get("id").stringValue()))
				.as("assignments of %s", membership)
				.containsExactlyInAnyOrderElementsOf(this.oracle.held(membership)
					.stream()
					.map((grant) -> new Grant(membership.id(), grant.role(), grant.resource()))
					.toList());
		}

		private List<String> permissionsFor(NaiveResource resource) {
			return filter(this.oracle.permissionTypes.keySet(),
					(permission) -> resource.type().equals(this.oracle.permissionTypes.get(permission)));
		}

		private String path(NaiveResource resource) {
			return this.random.nextBoolean() ? "/authorization/resources/" + resource.id()
					: "/authorization/organizations/%s/resources/%s/%s".formatted(resource.organization(),
							resource.type(), resource.externalId());
		}

		private void assertList(String path, String filters, String field, List<String> oldestFirst) {
			String order = this.world.any(List.of("asc", "desc", "normal"));
			List<String> expected = new ArrayList<>(oldestFirst);
			if (!order.equals("asc")) {
				Collections.reverse(expected);
			}
			assertThat(list(path, filters, order)).extracting((object) -> object.get(field).stringValue())
				.as("%s %s %s", path, order, filters)
				.containsExactlyElementsOf(expected);
		}

		private List<JsonNode> list(String path, String filters, String order) {
			// Of the newest first, "before" is what is older.
			String cursor = order.equals("normal") ? "before" : "after";
			int limit = this.world.any(List.of(1, 2, 3, 100));
			String page = "%s?order=%s&limit=%d%s".formatted(path, order, limit, filters);
			List<JsonNode> all = new ArrayList<>();
			String next = "";
			while (next != null) {
				Response response = this.client.get(page + (next.isEmpty() ? "" : "&" + cursor + "=" + next));
				assertThat(response.status()).as(response.text()).isEqualTo(200);
				response.json().get("data").forEach(all::add);
				next = response.json().get("list_metadata").get(cursor).asString(null);
			}
			return all;
		}

		private static <T> List<T> filter(Collection<T> all, Predicate<T> test) {
			return all.stream().filter(test).toList();
		}

		private static List<String> ids(List<NaiveMembership> memberships) {
			return memberships.stream().map(NaiveMembership::id).toList();
		}

	}

}
