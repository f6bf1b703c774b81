package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.core.MethodParameter;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.ConfigurableWebBindingInitializer;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EarlyArgumentResolver}.
 */
class EarlyArgumentResolverTests {

	private final ConfigurableWebBindingInitializer binding = new ConfigurableWebBindingInitializer();

	private final DefaultFormattingConversionService conversions = new DefaultFormattingConversionService();

	private final StaticWebApplicationContext context = new StaticWebApplicationContext();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/projects");

	EarlyArgumentResolverTests() {
		this.binding.setConversionService(this.conversions);
		this.context.refresh();
	}

	@Test
	void resolveWhenPathVariableIsTextThenItIsTakenAsItIs() throws Exception {
		path(Map.of("id", " web "));
		assertThat(resolve("text")).containsExactly(" web ", null);
		assertThat(isResolvedBySpring()).isFalse();
	}

	@Test
	void resolveWhenPathVariableHasNameThenThatCounts() throws Exception {
		path(Map.of("project-id", "web", "id", "other"));
		assertThat(resolve("named")).containsExactly("web");
		assertThat(isResolvedBySpring()).isFalse();
	}

	@Test
	void resolveWhenTextIsConvertedThenSpringConvertsIt() throws Exception {
		this.conversions.addConverter(String.class, String.class, (text) -> text.toLowerCase(Locale.ROOT));
		path(Map.of("id", "WEB"));
		assertThat(resolve("text")).containsExactly("web", null);
		assertThat(isResolvedBySpring()).isTrue();
	}

	@Test
	void resolveWhenEditorChangesTextThenSpringConvertsIt() throws Exception {
		this.binding.setPropertyEditorRegistrar(
				(registry) -> registry.registerCustomEditor(String.class, new StringTrimmerEditor(true)));
		path(Map.of("id", " web "));
		assertThat(resolve("text")).containsExactly("web", null);
		assertThat(isResolvedBySpring()).isTrue();
	}

	@Test
	void resolveWhenApplicationResolvesPathVariablesThenItIsAsked() throws Exception {
		path(Map.of("id", "web"));
		Consumer<RequestMappingHandlerAdapter> own = (adapter) -> adapter.setArgumentResolvers(List.of(new Own()));
		assertThat(resolve("text", own)).containsExactly("own", null);
	}

	@Test
	void resolveWhenPathVariableIsNoTextThenSpringConvertsIt() throws Exception {
		UUID id = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
		path(Map.of("id", id.toString().toUpperCase(Locale.ROOT)));
		assertThat(resolve("uuid")).containsExactly(id);
		path(Map.of("id", "none"));
		assertThat(resolve("uuid")).containsExactly((Object) null);
	}

	@Test
	void resolveWhenPathVariableIsMissingThenNull() throws Exception {
		path(Map.of("other", "web"));
		assertThat(resolve("text")).containsExactly(null, null);
		this.request.clearAttributes();
		assertThat(resolve("text")).containsExactly(null, null);
	}

	@Test
	void resolveWhenParameterIsOfTheQueryThenSpringResolvesIt() throws Exception {
		this.request.addParameter("id", "web");
		assertThat(resolve("query")).containsExactly(Optional.of("web"));
	}

	@Test
	void resolveWhenRuleDependsOnBodyThenNull() throws Exception {
		assertThat(resolve("body")).isNull();
		assertThat(resolve("body")).isNull();
	}

	private void path(Map<String, String> variables) {
		this.request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, variables);
	}

	/**
	 * Spring MVC keeps path variables that it has resolved for views.
	 */
	private boolean isResolvedBySpring() {
		return this.request.getAttribute(View.PATH_VARIABLES) != null;
	}

	private @Nullable Object @Nullable [] resolve(String method) throws Exception {
		return resolve(method, (adapter) -> {
		});
	}

	private @Nullable Object @Nullable [] resolve(String methodName, Consumer<RequestMappingHandlerAdapter> customizer)
			throws Exception {
		RequestMappingHandlerAdapter adapter = new RequestMappingHandlerAdapter();
		adapter.setApplicationContext(this.context);
		adapter.setBeanFactory(this.context.getBeanFactory());
		adapter.setWebBindingInitializer(this.binding);
		customizer.accept(adapter);
		adapter.afterPropertiesSet();
		Method method = Objects
			.requireNonNull(ReflectionUtils.findMethod(Projects.class, methodName, (Class<?>[]) null));
		PermissionRule rule = Objects.requireNonNull(
				new PermissionRuleRegistry(new AnnotationTemplateExpressionDefaults()).find(method, Projects.class));
		EarlyArgumentResolver resolver = new EarlyArgumentResolver(() -> adapter);
		HandlerMethod handler = new HandlerMethod(new Projects(), method);
		MockHttpServletResponse response = new MockHttpServletResponse();
		@Nullable Object @Nullable [] first = resolver.resolve(rule, handler, this.request, response);
		assertThat(resolver.resolve(rule, handler, this.request, response)).isEqualTo(first);
		return first;
	}

	@SuppressWarnings("unused")
	static class Projects {

		@RequiresPermission("project:view")
		void text(@PathVariable @ResourceId("project") String id, String other) {
		}

		@RequiresPermission("project:view")
		void named(@PathVariable("project-id") @ResourceId("project") String id) {
		}

		@RequiresPermission("project:view")
		void uuid(@PathVariable @ResourceId("project") UUID id) {
		}

		@RequiresPermission("project:view")
		void query(@RequestParam @ResourceId("project") Optional<String> id) {
		}

		@RequiresPermission("project:view")
		void body(@RequestBody @ResourceId("project") String id) {
		}

	}

	private static final class Own implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return true;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer mavContainer,
				NativeWebRequest webRequest, @Nullable WebDataBinderFactory binderFactory) {
			return "own";
		}

	}

}
