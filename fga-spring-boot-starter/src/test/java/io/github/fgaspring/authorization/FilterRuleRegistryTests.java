package io.github.fgaspring.authorization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.Match;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FilterRuleRegistryTests {

	private final FilterRuleRegistry filters = new FilterRuleRegistry(new AnnotationTemplateExpressionDefaults());

	@Test
	void findWhenNoAnnotationThenNull() {
		assertThat(find(Filters.class, "plain")).isNull();
		assertThat(find(Filters.class, "ruleOnly")).isNull();
		assertThat(this.filters.hasFilter(method(Filters.class, "ruleOnly"), Filters.class)).isFalse();
	}

	@Test
	void findWhenAnnotatedThenAsTheAnnotationSays() {
		FilterRule filter = find(Filters.class, "all");
		assertThat(filter.permission()).isEqualTo("project:view");
		assertThat(filter.resourceType()).isEqualTo("project");
		assertThat(filter.id().getExpressionString()).isEqualTo("id");
		assertThat(filter.returnType()).isEqualTo(List.class);
		assertThat(filter).hasToString(Filters.class.getName() + ".all() filters by [project:view]");
	}

	@Test
	void findWhenAskedAgainThenSameFilter() {
		assertThat(find(Filters.class, "all")).isSameAs(find(Filters.class, "all"));
	}

	@Test
	void findWhenIdIsExpressionThenThatOne() {
		assertThat(find(Filters.class, "computed").id().getExpressionString())
			.isEqualTo("@files.projectOf(#root.id, #this)");
	}

	@Test
	void findWhenThereAreRuleAndExemptionTooThenFound() {
		assertThat(find(Filters.class, "ruleAndFilter")).isNotNull();
		assertThat(find(Filters.class, "exemptAndFilter")).isNotNull();
	}

	@Test
	void findWhenClassNeedsNoPermissionThenStillFilters() {
		assertThat(find(Open.class, "all")).isNotNull();
	}

	@Test
	void findWhenOnInterfaceMethodThenFound() throws NoSuchMethodException {
		Method declared = Api.class.getMethod("all");
		assertThat(this.filters.find(declared, Implementation.class)).isNotNull()
			.isSameAs(find(Implementation.class, "all"));
	}

	@Test
	void findWhenOverridingMethodHasOwnThenItTakesThePlace() {
		assertThat(find(Overriding.class, "all").permission()).isEqualTo("project:edit");
	}

	@Test
	void findWhenReturnTypeIsGenericThenTheOneOfTheSubclassCounts() {
		FilterRule filter = find(GenericImplementation.class, "all");
		assertThat(filter.returnType()).isEqualTo(Set.class);
	}

	@Test
	void findWhenReturnTypeIsGenericAndInheritedThenResolved() throws NoSuchMethodException {
		Method inherited = GenericBase.class.getDeclaredMethod("all");
		assertThat(this.filters.find(inherited, GenericSubclass.class).returnType()).isEqualTo(List.class);
	}

	@Test
	void findWhenBridgeMethodIsAskedThenFilterOfTheBridgedOne() {
		Method bridge = Arrays.stream(GenericImplementation.class.getDeclaredMethods())
			.filter(Method::isBridge)
			.findFirst()
			.orElseThrow();
		assertThat(this.filters.find(bridge, GenericImplementation.class)).isNotNull()
			.isSameAs(find(GenericImplementation.class, "all"));
	}

	@Test
	void findWhenJdkProxyThenInterfacesCountAndName() throws NoSuchMethodException {
		Class<?> proxy = Proxy
			.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Api.class },
					(self, method, arguments) -> null)
			.getClass();
		assertThat(this.filters.find(Api.class.getMethod("all"), proxy))
			.hasToString(Api.class.getName() + ".all() filters by [project:view]");
	}

	@Test
	void findWhenMetaAnnotationHasPlaceholdersThenFilled() {
		FilterRule filter = find(Filters.class, "composed");
		assertThat(filter.permission()).isEqualTo("workspace:view");
		assertThat(filter.resourceType()).isEqualTo("workspace");
		assertThat(filter.id().getExpressionString()).isEqualTo("workspaceId");
	}

	@Test
	void rulesThenDescribesThoseThatHaveBeenMade() {
		assertThat(this.filters.rules()).isEmpty();
		find(Filters.class, "plain");
		find(Filters.class, "composed");
		find(Filters.class, "all");
		assertThat(this.filters.rules()).containsExactly(
				new RuleDescription(Filters.class.getName() + ".all()", List.of("project:view"), Match.ALL, "project",
						false),
				new RuleDescription(Filters.class.getName() + ".composed()", List.of("workspace:view"), Match.ALL,
						"workspace", false));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			blankPermission  | '' is no permission slug
			badPermission    | 'project view' is no permission slug
			badType          | 'projékt' is no resource type slug
			blankType        | '' is no resource type slug
			blankId          | the 'id' of @FilterPermitted is empty
			unparsable       | 'id(' is no valid expression
			variable         | '#id' names [#id], but 'id' knows the element (#root) and beans (@name) only
			competing        | found competing annotations
			nothing          | @FilterPermitted cannot filter void; return an Iterable, Collection, List,
			single           | @FilterPermitted cannot filter java.lang.String; return
			object           | @FilterPermitted cannot filter java.lang.Object; return
			map              | @FilterPermitted cannot filter java.util.Map; return
			ints             | @FilterPermitted cannot filter int[]; return
			concrete         | @FilterPermitted cannot filter java.util.ArrayList; return
			response         | cannot filter org.springframework.http.ResponseEntity; return
			future           | @FilterPermitted cannot filter java.util.concurrent.CompletableFuture; return
			unbound          | @FilterPermitted cannot filter java.lang.Object; return
			""")
	void findWhenMistakenThenRejectedNamingTheMethod(String method, String problem) {
		assertThatExceptionOfType(InvalidPermissionRuleException.class).isThrownBy(() -> find(Mistakes.class, method))
			.withMessageStartingWith(Mistakes.class.getName() + "." + method + "(): ")
			.withMessageContaining(problem);
		assertThat(this.filters.hasFilter(method(Mistakes.class, method), Mistakes.class)).isTrue();
	}

	@Test
	void isDeclaredWhenOnlyFilteredThenTrue() {
		PermissionRuleRegistry rules = new PermissionRuleRegistry(new AnnotationTemplateExpressionDefaults());
		assertThat(rules.isDeclared(method(Filters.class, "all"), Filters.class)).isTrue();
		assertThat(rules.isDeclared(method(Filters.class, "plain"), Filters.class)).isFalse();
		assertThat(rules.hasRule(method(Filters.class, "all"), Filters.class)).isFalse();
	}

	private FilterRule find(Class<?> type, String name) {
		return this.filters.find(method(type, name), type);
	}

	private static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getMethods())
			.filter((candidate) -> candidate.getName().equals(name) && !candidate.isBridge())
			.findFirst()
			.orElseThrow();
	}

	static class Filters {

		@FilterPermitted(value = "project:view", resourceType = "project")
		public List<String> all() {
			return List.of();
		}

		public List<String> plain() {
			return List.of();
		}

		@RequiresPermission("project:view")
		public List<String> ruleOnly() {
			return List.of();
		}

		@RequiresPermission("project:list")
		@FilterPermitted(value = "project:view", resourceType = "project")
		public List<String> ruleAndFilter() {
			return List.of();
		}

		@NoPermissionRequired
		@FilterPermitted(value = "project:view", resourceType = "project")
		public List<String> exemptAndFilter() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project", id = "@files.projectOf(#root.id, #this)")
		public List<String> computed() {
			return List.of();
		}

		@Visible("workspace")
		public List<String> composed() {
			return List.of();
		}

	}

	@NoPermissionRequired
	static class Open {

		@FilterPermitted(value = "project:view", resourceType = "project")
		public List<String> all() {
			return List.of();
		}

	}

	@FilterPermitted(value = "{value}:view", resourceType = "{value}", id = "{value}Id")
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Visible {

		String value();

	}

	interface Api {

		@FilterPermitted(value = "project:view", resourceType = "project")
		List<String> all();

	}

	static class Implementation implements Api {

		@Override
		public List<String> all() {
			return List.of();
		}

	}

	static class Overriding extends Implementation {

		@Override
		@FilterPermitted(value = "project:edit", resourceType = "project")
		public List<String> all() {
			return List.of();
		}

	}

	interface GenericApi<C> {

		@FilterPermitted(value = "project:view", resourceType = "project")
		C all();

	}

	static class GenericImplementation implements GenericApi<Set<String>> {

		@Override
		public Set<String> all() {
			return Set.of();
		}

	}

	static class GenericBase<C> {

		@FilterPermitted(value = "project:view", resourceType = "project")
		public C all() {
			return null;
		}

	}

	static class GenericSubclass extends GenericBase<List<String>> {

	}

	static class Mistakes {

		@FilterPermitted(value = "", resourceType = "project")
		public List<String> blankPermission() {
			return List.of();
		}

		@FilterPermitted(value = "project view", resourceType = "project")
		public List<String> badPermission() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "projékt")
		public List<String> badType() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "")
		public List<String> blankType() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project", id = " ")
		public List<String> blankId() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project", id = "id(")
		public List<String> unparsable() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project", id = "#id")
		public List<String> variable() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		@Visible("project")
		public List<String> competing() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public void nothing() {
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public String single() {
			return "";
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Object object() {
			return List.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public Map<String, String> map() {
			return Map.of();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public int[] ints() {
			return new int[0];
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public ArrayList<String> concrete() {
			return new ArrayList<>();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public ResponseEntity<List<String>> response() {
			return ResponseEntity.ok(List.of());
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public CompletableFuture<List<String>> future() {
			return CompletableFuture.completedFuture(List.of());
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		public <T> T unbound() {
			return null;
		}

	}

}
