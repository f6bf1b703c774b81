package io.github.fgaspring.authorization;

import java.util.List;
import java.util.function.Supplier;

import io.github.fgaspring.authorization.PermissionRule.Parameter;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.DefaultDataBinderFactory;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolverComposite;
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
	@Nullable Object @Nullable [] resolve(PermissionRule rule, HandlerMethod handler, NativeWebRequest request) throws Exception {
		if (!canResolve(rule, handler)) {
			return null;
		}
		MethodParameter[] parameters = handler.getMethodParameters();
		@Nullable Object[] arguments = new Object[parameters.length];
		ResourceSource source = rule.resource();
		for (Parameter parameter : (source != null) ? source.parameters() : List.<Parameter>of()) {
			arguments[parameter.index()] = resolve(parameters[parameter.index()], request);
		}
		return arguments;
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

	private @Nullable Object resolve(MethodParameter parameter, NativeWebRequest request) throws Exception {
		try {
			return this.resolvers.get().resolveArgument(parameter, null, request, this.binderFactory.get());
		}
		catch (ServletRequestBindingException | TypeMismatchException ex) {
			// Spring MVC will answer 400, if the caller is allowed to get so far.
			return null;
		}
	}

}
