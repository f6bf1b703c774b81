package io.github.fgaspring.authorization;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;

import org.springframework.core.annotation.MergedAnnotations;

/**
 * Tells the few types that have a rule or a filter on any of their methods from all
 * others, whose methods need not be searched one by one. Each declaration is read once,
 * however many types inherit it.
 */
final class AnnotatedTypes {

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(RequiresPermission.class,
			FilterPermitted.class, RequiresRecentAuthentication.class);

	private static final ClassValue<Boolean> ANNOTATED = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return isDeclaredAt(type) || isInherited(type);
		}

	};

	private AnnotatedTypes() {
	}

	/**
	 * Whether a class or an interface, or one of its supertypes, has one of the
	 * annotations, on itself or on a method, directly or as a meta-annotation.
	 */
	static boolean contains(Class<?> type) {
		return ANNOTATED.get(type);
	}

	private static boolean isInherited(Class<?> type) {
		Class<?> superclass = type.getSuperclass();
		return superclass != null && contains(superclass)
				|| Arrays.stream(type.getInterfaces()).anyMatch(AnnotatedTypes::contains);
	}

	private static boolean isDeclaredAt(Class<?> type) {
		if (isAnnotated(type)) {
			return true;
		}
		try {
			return Arrays.stream(type.getDeclaredMethods()).anyMatch(AnnotatedTypes::isAnnotated);
		}
		catch (LinkageError ex) {
			// Methods name a class that is missing, so nobody knows what is on them.
			return true;
		}
	}

	private static boolean isAnnotated(AnnotatedElement element) {
		if (element.getDeclaredAnnotations().length == 0) {
			return false;
		}
		MergedAnnotations annotations = MergedAnnotations.from(element);
		return ANNOTATIONS.stream().anyMatch(annotations::isPresent);
	}

}
