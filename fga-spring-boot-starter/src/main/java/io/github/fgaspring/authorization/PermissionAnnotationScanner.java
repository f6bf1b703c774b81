package io.github.fgaspring.authorization;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.util.ClassUtils;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the one {@link RequiresPermission} or {@link NoPermissionRequired}, the one
 * {@link FilterPermitted}, and the one {@link RequiresRecentAuthentication}, that applies
 * to a method, directly or as a meta-annotation.
 * <p>
 * Annotations on the method, on what it overrides and on what it implements come first,
 * then those on the target class, its superclasses and interfaces, where a filter cannot
 * be. In each of the two steps, one that is declared in a type takes the place of one in
 * a supertype; if two different ones are left, the choice would be arbitrary, and that is
 * an error.
 * <p>
 * Spring Security's own scanner is not used for two reasons: it does not fill
 * placeholders in arrays, such as the permissions, and for inherited methods it looks at
 * the declaring class but not at the target class, so that an annotation on a subclass
 * would be passed over.
 */
final class PermissionAnnotationScanner {

	private static final List<Class<? extends Annotation>> RULES = List.of(RequiresPermission.class,
			NoPermissionRequired.class);

	private static final List<Class<? extends Annotation>> FILTERS = List.of(FilterPermitted.class);

	private static final List<Class<? extends Annotation>> AGE_LIMITS = List.of(RequiresRecentAuthentication.class);

	private final PropertyPlaceholderHelper placeholders;

	PermissionAnnotationScanner(AnnotationTemplateExpressionDefaults templateDefaults) {
		this.placeholders = new PropertyPlaceholderHelper("{", "}", null, null, templateDefaults.isIgnoreUnknown());
	}

	/**
	 * Returns the annotation with placeholders filled.
	 * @return {@code null} if there is none, or if the method deliberately needs no
	 * permission
	 * @throws InvalidPermissionRuleException if there is no single one
	 */
	@Nullable RequiresPermission find(Method method, Class<?> targetClass) {
		MergedAnnotation<?> annotation = declaration(method, targetClass);
		return (annotation != null && annotation.getType() == RequiresPermission.class)
				? fill(annotation, RequiresPermission.class) : null;
	}

	/**
	 * Returns the filter with placeholders filled.
	 * @return {@code null} if there is none
	 * @throws InvalidPermissionRuleException if there is no single one
	 */
	@Nullable FilterPermitted findFilter(Method method, Class<?> targetClass) {
		MergedAnnotation<?> annotation = filter(method, targetClass);
		return (annotation != null) ? fill(annotation, FilterPermitted.class) : null;
	}

	/**
	 * Returns what is demanded of the age of an authentication, with placeholders filled.
	 * @return {@code null} if there is nothing
	 * @throws InvalidPermissionRuleException if there is no single one
	 */
	@Nullable RequiresRecentAuthentication findRecentAuthentication(Method method, Class<?> targetClass) {
		MergedAnnotation<?> annotation = onMethodOrClass(AGE_LIMITS, method, targetClass);
		return (annotation != null) ? fill(annotation, RequiresRecentAuthentication.class) : null;
	}

	/**
	 * Whether there is any, be it one that says that no permission is needed.
	 * @throws InvalidPermissionRuleException if there is no single one
	 */
	boolean isDeclared(Method method, Class<?> targetClass) {
		return declaration(method, targetClass) != null || filter(method, targetClass) != null;
	}

	private static @Nullable MergedAnnotation<?> declaration(Method method, Class<?> targetClass) {
		return onMethodOrClass(RULES, method, targetClass);
	}

	private static @Nullable MergedAnnotation<?> onMethodOrClass(List<Class<? extends Annotation>> types, Method method,
			Class<?> targetClass) {
		MergedAnnotation<?> annotation = onMethod(types, method, targetClass);
		if (annotation == null && !ReflectionUtils.isObjectMethod(method)) {
			annotation = closest(annotations(types, targetClass), method, targetClass);
		}
		return annotation;
	}

	private static @Nullable MergedAnnotation<?> filter(Method method, Class<?> targetClass) {
		return onMethod(FILTERS, method, targetClass);
	}

	private static @Nullable MergedAnnotation<?> onMethod(List<Class<? extends Annotation>> types, Method method,
			Class<?> targetClass) {
		List<MergedAnnotation<?>> found = new ArrayList<>();
		declarations(method, targetClass).forEach((declaration) -> found.addAll(annotations(types, declaration)));
		return closest(found, method, targetClass);
	}

	/**
	 * The method, and the methods of interfaces that it implements in the target class. A
	 * superclass may implement them without knowing the interface.
	 */
	static List<Method> declarations(Method method, Class<?> targetClass) {
		List<Method> declarations = new ArrayList<>();
		declarations.add(method);
		for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(targetClass)) {
			for (Method candidate : type.getMethods()) {
				if (isImplementedBy(method, candidate, targetClass)) {
					declarations.add(candidate);
				}
			}
		}
		return declarations;
	}

	private static boolean isImplementedBy(Method method, Method candidate, Class<?> targetClass) {
		if (candidate.equals(method) || !candidate.getName().equals(method.getName())
				|| candidate.getParameterCount() != method.getParameterCount()
				|| Modifier.isStatic(candidate.getModifiers())) {
			return false;
		}
		Class<?>[] types = method.getParameterTypes();
		for (int i = 0; i < types.length; i++) {
			Class<?> resolved = ResolvableType.forMethodParameter(candidate, i, targetClass).toClass();
			if (resolved != types[i] && candidate.getParameterTypes()[i] != types[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether the method itself has one of these annotations, and not only its class or
	 * what it overrides.
	 */
	boolean isAnnotatedDirectly(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.DIRECT);
		return annotations.isPresent(RequiresPermission.class) || annotations.isPresent(FilterPermitted.class)
				|| annotations.isPresent(RequiresRecentAuthentication.class);
	}

	private static List<MergedAnnotation<?>> annotations(List<Class<? extends Annotation>> types,
			AnnotatedElement element) {
		List<MergedAnnotation<?>> found = new ArrayList<>();
		MergedAnnotations all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		types.forEach((type) -> all.stream(type).forEach(found::add));
		return found;
	}

	private static @Nullable MergedAnnotation<?> closest(List<MergedAnnotation<?>> candidates, Method method,
			Class<?> targetClass) {
		List<MergedAnnotation<?>> closest = new ArrayList<>();
		for (MergedAnnotation<?> candidate : candidates) {
			boolean overridden = candidates.stream().anyMatch((other) -> isCloser(other, candidate));
			if (!overridden && closest.stream().noneMatch((other) -> isSame(other, candidate))) {
				closest.add(candidate);
			}
		}
		if (closest.size() > 1) {
			throw new InvalidPermissionRuleException(method, targetClass, "found competing annotations, keep one: "
					+ closest.stream().map(MergedAnnotation::synthesize).toList(), null);
		}
		return closest.isEmpty() ? null : closest.get(0);
	}

	private static boolean isCloser(MergedAnnotation<?> annotation, MergedAnnotation<?> other) {
		Class<?> type = declaringType(annotation);
		Class<?> otherType = declaringType(other);
		return type != otherType && otherType.isAssignableFrom(type);
	}

	private static Class<?> declaringType(MergedAnnotation<?> annotation) {
		Object source = annotation.getSource();
		if (source instanceof Class<?> type) {
			return type;
		}
		return (source instanceof Member member) ? member.getDeclaringClass() : Object.class;
	}

	private static boolean isSame(MergedAnnotation<?> annotation, MergedAnnotation<?> other) {
		Annotation one = annotation.synthesize();
		return one.equals(other.synthesize()) && attributesOfComposed(annotation).equals(attributesOfComposed(other));
	}

	private <A extends Annotation> A fill(MergedAnnotation<?> annotation, Class<A> type) {
		Map<String, String> values = attributesOfComposed(annotation);
		Map<String, Object> attributes = new HashMap<>(annotation.asMap());
		if (!values.isEmpty()) {
			attributes.replaceAll((name, value) -> fill(value, values));
		}
		return MergedAnnotation.of(type, attributes).synthesize();
	}

	private Object fill(Object value, Map<String, String> values) {
		if (value instanceof String text) {
			return this.placeholders.replacePlaceholders(text, values::get);
		}
		if (value instanceof String[] texts) {
			return Arrays.stream(texts)
				.map((text) -> this.placeholders.replacePlaceholders(text, values::get))
				.toArray(String[]::new);
		}
		return value;
	}

	/**
	 * The attributes of the annotations that the given one was found through.
	 */
	private static Map<String, String> attributesOfComposed(MergedAnnotation<?> annotation) {
		Map<String, String> attributes = new HashMap<>();
		for (MergedAnnotation<?> composed = annotation.getMetaSource(); composed != null; composed = composed
			.getMetaSource()) {
			composed.asMap().forEach((name, value) -> attributes.put(name, text(value)));
		}
		return attributes;
	}

	private static String text(Object value) {
		return (value instanceof Object[] values)
				? String.join(",", Arrays.stream(values).map(String::valueOf).toList()) : String.valueOf(value);
	}

}
