package io.github.fgaspring.authorization;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.PermissionRule.Parameter;
import io.github.fgaspring.authorization.PermissionRule.ResourceSource;
import io.github.fgaspring.decision.ResourceReference;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.util.StringUtils;

/**
 * Makes the rule of a method from its annotations, once, and keeps it. What can be wrong
 * about a rule by itself is found here; whether the beans exist that an expression names
 * is not known before it is evaluated.
 */
public final class PermissionRuleRegistry implements AopInfrastructureBean {

	private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9_:.*-]+");

	private final PermissionAnnotationScanner scanner;

	private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final RuleExpressionParser expressionParser = new RuleExpressionParser();

	private final MethodRules<PermissionRule> rules = new MethodRules<>(this::create);

	/**
	 * Creates a registry without rules.
	 * @param templateDefaults says how placeholders of composed annotations are filled
	 */
	public PermissionRuleRegistry(AnnotationTemplateExpressionDefaults templateDefaults) {
		this.scanner = new PermissionAnnotationScanner(templateDefaults);
	}

	/**
	 * Returns the rule of a method, always the same one for the same method.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class behind any proxy
	 * @return the rule, or {@code null} if the method needs no permission
	 * @throws InvalidPermissionRuleException if the annotations make no sense
	 */
	@Nullable PermissionRule find(Method method, Class<?> targetClass) {
		return this.rules.find(method, targetClass);
	}

	/**
	 * Returns the rule of the method that is called.
	 */
	@Nullable PermissionRule find(MethodInvocation invocation) {
		return this.rules.find(invocation);
	}

	/**
	 * Whether a method has a rule, be it a mistaken one. Unlike {@link #find} it
	 * remembers nothing, so that it can be asked of every method of every bean.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class behind any proxy
	 * @return {@code false} if the method needs no permission
	 */
	public boolean hasRule(Method method, Class<?> targetClass) {
		try {
			return this.scanner.find(MethodRules.mostSpecific(method, targetClass), targetClass) != null;
		}
		catch (InvalidPermissionRuleException ex) {
			// Reported by UnprotectedAnnotationDetector, together with all others.
			return true;
		}
	}

	/**
	 * Whether a method says what it needs: it has a rule, or says that it needs no
	 * permission, or has what it returns filtered.
	 * @param method the method, as declared by the class or an interface of it
	 * @param targetClass the class behind any proxy
	 * @return {@code false} if nobody has thought of a rule
	 * @throws InvalidPermissionRuleException if annotations compete
	 */
	public boolean isDeclared(Method method, Class<?> targetClass) {
		return this.scanner.isDeclared(MethodRules.mostSpecific(method, targetClass), targetClass);
	}

	/**
	 * The rules that have been made so far. Once the application has started, these are
	 * the rules of all its beans.
	 * @return the rules, by method
	 */
	public List<RuleDescription> rules() {
		return this.rules.describe(RuleDescription::of);
	}

	/**
	 * Whether one of the annotations stands on the method itself, and not only on its
	 * class or what it overrides.
	 */
	boolean isAnnotatedDirectly(Method method) {
		return this.scanner.isAnnotatedDirectly(method);
	}

	private @Nullable PermissionRule create(Method method, Class<?> targetClass) {
		RequiresPermission annotation = this.scanner.find(method, targetClass);
		if (annotation == null) {
			return null;
		}
		return new PermissionRule(InvalidPermissionRuleException.describe(method, targetClass),
				permissions(annotation, method, targetClass), annotation.match(), annotation.alwaysCurrent(),
				resource(annotation, method, targetClass));
	}

	private static List<String> permissions(RequiresPermission annotation, Method method, Class<?> targetClass) {
		List<String> permissions = List.of(annotation.value());
		if (permissions.isEmpty()) {
			throw new InvalidPermissionRuleException(method, targetClass, "@RequiresPermission names no permission",
					null);
		}
		for (String permission : permissions) {
			requireSlug(permission, "permission", method, targetClass);
		}
		return permissions;
	}

	private @Nullable ResourceSource resource(RequiresPermission annotation, Method method, Class<?> targetClass) {
		Map<Integer, MethodParameter> marked = new TreeMap<>();
		for (Method declaration : PermissionAnnotationScanner.declarations(method, targetClass)) {
			for (MethodParameter parameter : new AnnotatedMethod(declaration).getMethodParameters()) {
				if (parameter.hasParameterAnnotation(ResourceId.class)) {
					marked.putIfAbsent(parameter.getParameterIndex(), parameter);
				}
			}
		}
		boolean hasExpression = StringUtils.hasText(annotation.resource());
		boolean hasType = StringUtils.hasText(annotation.resourceType());
		if (marked.size() > 1) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"@ResourceId is on more than one parameter, keep one", null);
		}
		if (!marked.isEmpty() && (hasExpression || hasType)) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"the resource is named twice, by @ResourceId and by @RequiresPermission, keep one", null);
		}
		if (!marked.isEmpty()) {
			return fromParameter(marked.values().iterator().next(), method, targetClass);
		}
		if (hasExpression) {
			return fromExpression(annotation.resource(),
					hasType ? type(annotation.resourceType(), method, targetClass) : null, method, targetClass);
		}
		if (hasType) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"resourceType needs a resource: set 'resource' or mark a parameter with @ResourceId instead", null);
		}
		return null;
	}

	private static ResourceSource fromParameter(MethodParameter parameter, Method method, Class<?> targetClass) {
		ResourceId annotation = parameter.getParameterAnnotation(ResourceId.class);
		if (annotation == null || !StringUtils.hasText(annotation.value())) {
			throw new InvalidPermissionRuleException(method, targetClass, "@ResourceId names no resource type", null);
		}
		Class<?> type = parameter.getParameterType();
		if (type.isArray() || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"@ResourceId is on a " + type.getSimpleName() + ", but a rule is about one resource", null);
		}
		return new ResourceSource(type(annotation.value(), method, targetClass), null,
				List.of(new Parameter(parameter.getParameterIndex(), "argument" + parameter.getParameterIndex())));
	}

	private static String type(String slug, Method method, Class<?> targetClass) {
		return requireSlug(slug, "resource type", method, targetClass);
	}

	/**
	 * Returns a slug if it is one.
	 * @param kind what the slug is of, for the message
	 * @throws InvalidPermissionRuleException if it is none
	 */
	static String requireSlug(String slug, String kind, Method method, Class<?> targetClass) {
		if (!SLUG.matcher(slug).matches()) {
			throw new InvalidPermissionRuleException(method, targetClass,
					"'" + slug + "' is no " + kind + " slug; it consists of letters, digits and - _ : . *", null);
		}
		return slug;
	}

	private ResourceSource fromExpression(String text, @Nullable String type, Method method, Class<?> targetClass) {
		SpelExpression expression = this.expressionParser.parse(text, method, targetClass);
		if (begin(expression.getAST()) instanceof PropertyOrFieldReference property) {
			throw new InvalidPermissionRuleException(method, targetClass, "'" + text + "' begins with '"
					+ property.getName() + "', which is neither a parameter (#name) nor a bean (@name)", null);
		}
		List<String> names = Arrays.asList(Optional.ofNullable(this.parameterNames.getParameterNames(method))
			.orElseThrow(() -> new InvalidPermissionRuleException(method, targetClass,
					"parameter names are not known, compile with -parameters", null)));
		List<Parameter> parameters = new ArrayList<>();
		for (String variable : RuleExpressionParser.variables(expression)) {
			int index = names.indexOf(variable.substring(1));
			if (index < 0) {
				throw new InvalidPermissionRuleException(method, targetClass,
						"'" + text + "' names the parameter " + variable + ", which does not exist; there are " + names,
						null);
			}
			parameters.add(new Parameter(index, names.get(index)));
			if (type == null && expression.getAST() instanceof VariableReference
					&& !method.getParameterTypes()[index].isAssignableFrom(ResourceReference.class)
					&& !ResourceReference.class.isAssignableFrom(method.getParameterTypes()[index])) {
				throw new InvalidPermissionRuleException(method, targetClass,
						"'" + text + "' is an external id and needs a resourceType", null);
			}
		}
		return new ResourceSource(type, expression, parameters);
	}

	private static SpelNode begin(SpelNode node) {
		return (node instanceof CompoundExpression) ? begin(node.getChild(0)) : node;
	}

}
