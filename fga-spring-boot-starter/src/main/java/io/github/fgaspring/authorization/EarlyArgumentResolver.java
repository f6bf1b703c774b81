package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.fgaspring.authorization.PermissionRule.Parameter;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.DefaultDataBinderFactory;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolverComposite;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.PathVariableMethodArgumentResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Resolves the arguments that a rule depends on before the others are bound, with the
 * resolvers and conversions that Spring MVC will use itself, so that default values,
 * optional parameters and types come out the same. Only what stands in the path, the
 * query or a header can be resolved without reading the body.
 */
public final class EarlyArgumentResolver {

	private final Supplier<HandlerMethodArgumentResolverComposite> resolvers;

	private final Supplier<WebDataBinderFactory> binderFactory;

	private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final Map<PermissionRule, Optional<EarlyArgument[]>> arguments = new ConcurrentHashMap<>();

	/**
	 * Creates a resolver.
	 * @param adapter the adapter that will bind the arguments; asked for with the first
	 * request
	 */
	public EarlyArgumentResolver(Supplier<RequestMappingHandlerAdapter> adapter) {
		this.resolvers = SingletonSupplier
			.of(() -> new HandlerMethodArgumentResolverComposite().addResolvers(adapter.get().getArgumentResolvers()));
		this.binderFactory = SingletonSupplier
			.of(() -> new DefaultDataBinderFactory(adapter.get().getWebBindingInitializer()));
	}

	/**
	 * Resolves the arguments of a rule.
	 * @return an array with a place for every parameter, those that the rule depends on
	 * filled; a place stays {@code null} if the request has no value of the right type
	 * for it. {@code null} if one of them does not come from path, query or header.
	 * @throws Exception whatever a custom conversion throws
	 */
	@Nullable Object @Nullable [] resolve(PermissionRule rule, HandlerMethod handler, HttpServletRequest request,
			HttpServletResponse response) throws Exception {
		Optional<EarlyArgument[]> required = this.arguments.get(rule);
		if (required == null) {
			required = required(rule, handler, new ServletWebRequest(request, response));
			this.arguments.put(rule, required);
		}
		if (required.isEmpty()) {
			return null;
		}
		@Nullable Object[] resolved = new Object[handler.getMethodParameters().length];
		for (EarlyArgument argument : required.get()) {
			Object value = pathVariable(argument.plainVariable(), request);
			resolved[argument.index()] = (value != null) ? value : resolve(
					handler.getMethodParameters()[argument.index()], new ServletWebRequest(request, response));
		}
		return resolved;
	}

	private Optional<EarlyArgument[]> required(PermissionRule rule, HandlerMethod handler, NativeWebRequest request)
			throws Exception {
		if (!canResolve(rule, handler)) {
			return Optional.empty();
		}
		ResourceSource source = rule.resource();
		List<EarlyArgument> required = new ArrayList<>();
		for (Parameter parameter : (source != null) ? source.parameters() : List.<Parameter>of()) {
			int index = parameter.index();
			required.add(new EarlyArgument(index, plainVariable(handler.getMethodParameters()[index], request)));
		}
		return Optional.of(required.toArray(EarlyArgument[]::new));
	}

	/**
	 * Whether all that a rule depends on stands in the path, the query or a header.
	 */
	static boolean canResolve(PermissionRule rule, HandlerMethod handler) {
		ResourceSource source = rule.resource();
		return source == null || source.parameters()
			.stream()
			.allMatch((parameter) -> isInPathQueryOrHeader(handler.getMethodParameters()[parameter.index()]));
	}

	private static boolean isInPathQueryOrHeader(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(PathVariable.class)
				|| parameter.hasParameterAnnotation(RequestParam.class)
				|| parameter.hasParameterAnnotation(RequestHeader.class);
	}

	/**
	 * The name of the path variable that a parameter takes as it is, {@code null} if
	 * there is more to it than that. Spring MVC takes much longer to find out each time.
	 */
	private @Nullable String plainVariable(MethodParameter parameter, NativeWebRequest request) throws Exception {
		PathVariable annotation = parameter.getParameterAnnotation(PathVariable.class);
		if (annotation == null || parameter.getParameterType() != String.class || !isResolvedBySpring(parameter)
				|| isConverted(parameter, request)) {
			return null;
		}
		parameter.initParameterNameDiscovery(this.parameterNames);
		return StringUtils.hasText(annotation.name()) ? annotation.name() : parameter.getParameterName();
	}

	private boolean isResolvedBySpring(MethodParameter parameter) {
		return this.resolvers.get()
			.getResolvers()
			.stream()
			.filter((resolver) -> resolver.supportsParameter(parameter))
			.findFirst()
			.filter((resolver) -> resolver.getClass() == PathVariableMethodArgumentResolver.class)
			.isPresent();
	}

	private boolean isConverted(MethodParameter parameter, NativeWebRequest request) throws Exception {
		WebDataBinder binder = this.binderFactory.get().createBinder(request, null, "");
		ConversionService conversions = binder.getConversionService();
		return binder.findCustomEditor(String.class, null) != null
				|| (conversions != null && !(conversions instanceof GenericConversionService generic && generic
					.canBypassConvert(TypeDescriptor.valueOf(String.class), new TypeDescriptor(parameter))));
	}

	private static @Nullable Object pathVariable(@Nullable String name, HttpServletRequest request) {
		return (name != null
				&& request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables)
						? variables.get(name) : null;
	}

	private @Nullable Object resolve(MethodParameter parameter, NativeWebRequest request) throws Exception {
		try {
			return this.resolvers.get().resolveArgument(parameter, null, request, this.binderFactory.get());
		}
		catch (ServletRequestBindingException | TypeMismatchException ex) {
			// Spring MVC will answer 400, if the caller is allowed to get so far.
			return null;
		}
	}

	/**
	 * An argument that a rule depends on.
	 *
	 * @param index its position
	 * @param plainVariable the path variable that it is, {@code null} if it must be
	 * resolved as Spring MVC does
	 */
	private record EarlyArgument(int index, @Nullable String plainVariable) {

	}

}
