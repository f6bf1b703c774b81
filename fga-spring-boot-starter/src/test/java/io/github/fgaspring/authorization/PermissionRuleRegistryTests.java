package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PermissionRuleRegistryTests {

	private final PermissionRuleRegistry rules = new PermissionRuleRegistry(new AnnotationTemplateExpressionDefaults());

	@Test
	void findWhenNoRuleThenNull() {
		assertThat(find("plain")).isNull();
	}

	@Test
	void findWhenOrganizationLevelThenNoResource() {
		PermissionRule rule = find("organizationLevel");
		assertThat(rule.resource()).isNull();
		assertThat(rule.permissions()).containsExactly("org:view", "org:manage");
		assertThat(rule.match()).isEqualTo(Match.ANY);
		assertThat(rule.alwaysCurrent()).isTrue();
	}

	@Test
	void findWhenResourceIdThenResourceIsTheParameter() {
		PermissionRule.ResourceSource resource = find("resourceId").resource();
		assertThat(resource.type()).isEqualTo("project");
		assertThat(resource.expression()).isNull();
		assertThat(resource.parameters()).extracting(PermissionRule.Parameter::index).containsExactly(1);
	}

	@Test
	void findWhenResourceIdOnInterfaceParameterThenFound() {
		assertThat(find("fromInterface").resource().type()).isEqualTo("workspace");
	}

	@Test
	void findWhenSuperclassImplementsInterfaceUnknowinglyThenResourceIdIsFound() throws NoSuchMethodException {
		PermissionRule rule = this.rules.find(Base.class.getDeclaredMethod("fromInterface", String.class),
				Joined.class);
		assertThat(rule.resource().type()).isEqualTo("workspace");
	}

	@Test
	void findWhenExpressionThenDependsOnTheNamedParameters() {
		PermissionRule.ResourceSource resource = find("expression").resource();
		assertThat(resource.type()).isEqualTo("project");
		assertThat(resource.expression()).isNotNull();
		assertThat(resource.parameters()).extracting(PermissionRule.Parameter::name).containsExactly("first", "third");
		assertThat(resource.parameters()).extracting(PermissionRule.Parameter::index).containsExactly(0, 2);
	}

	@Test
	void findWhenAskedThroughInterfaceThenSameRule() throws NoSuchMethodException {
		Method declared = Api.class.getMethod("fromInterface", String.class);
		assertThat(this.rules.find(declared, Rules.class)).isSameAs(find("fromInterface"));
	}

	@Test
	void rulesThenDescribesThoseThatHaveBeenMade() {
		assertThat(this.rules.rules()).isEmpty();
		find("plain");
		find("resourceId");
		find("organizationLevel");
		assertThat(this.rules.rules()).containsExactly(
				new RuleDescription(Rules.class.getName() + ".organizationLevel()", List.of("org:view", "org:manage"),
						Match.ANY, "organization", true),
				new RuleDescription(Rules.class.getName() + ".resourceId(int, String)", List.of("project:view"),
						Match.ALL, "project", false));
	}

	@Test
	void toStringThenNamesMethodAndPermissions() {
		assertThat(find("resourceId"))
			.hasToString(Rules.class.getName() + ".resourceId(int, String) requires ALL of [project:view]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			noPermission         | names no permission
			blankPermission      | '' is no permission slug
			placeholder          | '{unknown}' is no permission slug
			twoResourceIds       | @ResourceId is on more than one parameter
			resourceIdAndExpression | the resource is named twice
			resourceIdAndType    | the resource is named twice
			typeOnly             | resourceType needs a resource
			unknownParameter     | names the parameter #other, which does not exist; there are [id]
			forgottenHash        | begins with 'id', which is neither a parameter (#name) nor a bean (@name)
			expressionWithoutType | '#id' is an external id and needs a resourceType
			badType              | 'projékt' is no resource type slug
			unparsable           | is no valid expression
			blankType            | @ResourceId names no resource type
			list                 | @ResourceId is on a List, but a rule is about one resource
			array                | @ResourceId is on a String[], but a rule is about one resource
			""")
	void findWhenMistakenThenRejectedNamingTheMethod(String method, String problem) {
		assertThatExceptionOfType(InvalidPermissionRuleException.class).isThrownBy(() -> find(method))
			.withMessageStartingWith(Rules.class.getName() + "." + method + "(")
			.withMessageContaining(problem);
	}

	@ParameterizedTest
	@CsvSource({ "plain, false", "open, true", "organizationLevel, true", "fromInterface, true", "noPermission, true" })
	void isDeclaredWhenAnnotatedInAnyWayThenTrue(String method, boolean declared) {
		assertThat(this.rules.isDeclared(method(method), Rules.class)).isEqualTo(declared);
	}

	private PermissionRule find(String name) {
		return this.rules.find(method(name), Rules.class);
	}

	private static Method method(String name) {
		return Arrays.stream(Rules.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	interface Api {

		@RequiresPermission("workspace:view")
		void fromInterface(@ResourceId("workspace") String id);

	}

	static class Base {

		public void fromInterface(String id) {
		}

	}

	static class Joined extends Base implements Api {

	}

	static class Rules implements Api {

		void plain() {
		}

		@NoPermissionRequired
		void open() {
		}

		@RequiresPermission(value = { "org:view", "org:manage" }, match = Match.ANY, alwaysCurrent = true)
		void organizationLevel() {
		}

		@RequiresPermission("project:view")
		void resourceId(int count, @ResourceId("project") String id) {
		}

		@Override
		public void fromInterface(String id) {
		}

		@RequiresPermission(value = "project:view", resourceType = "project",
				resource = "@files.find(#first, {#third.length()}.?[#this > 0])")
		void expression(String first, String second, String third) {
		}

		@RequiresPermission({})
		void noPermission() {
		}

		@RequiresPermission("")
		void blankPermission() {
		}

		@RequiresPermission("{unknown}")
		void placeholder() {
		}

		@RequiresPermission("a")
		void twoResourceIds(@ResourceId("project") String one, @ResourceId("project") String two) {
		}

		@RequiresPermission(value = "a", resource = "#id")
		void resourceIdAndExpression(@ResourceId("project") String id) {
		}

		@RequiresPermission(value = "a", resourceType = "project")
		void resourceIdAndType(@ResourceId("project") String id) {
		}

		@RequiresPermission(value = "a", resourceType = "project")
		void typeOnly(String id) {
		}

		@RequiresPermission(value = "a", resourceType = "project", resource = "#other")
		void unknownParameter(String id) {
		}

		@RequiresPermission(value = "a", resourceType = "project", resource = "id.trim()")
		void forgottenHash(String id) {
		}

		@RequiresPermission(value = "a", resource = "#id")
		void expressionWithoutType(String id) {
		}

		@RequiresPermission("a")
		void badType(@ResourceId("projékt") String id) {
		}

		@RequiresPermission(value = "a", resourceType = "project", resource = "#id +")
		void unparsable(String id) {
		}

		@RequiresPermission("a")
		void blankType(@ResourceId(" ") String id) {
		}

		@RequiresPermission("a")
		void list(@ResourceId("project") List<String> ids) {
		}

		@RequiresPermission("a")
		void array(@ResourceId("project") String[] ids) {
		}

	}

}
