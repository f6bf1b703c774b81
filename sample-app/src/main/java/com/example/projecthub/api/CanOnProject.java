package com.example.projecthub.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.fgaspring.annotation.RequiresPermission;

/**
 * The product's own word for a permission on the project that the path names.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@RequiresPermission(value = "project:{value}", resourceType = "project", resource = "#projectId")
@interface CanOnProject {

	/**
	 * What the caller must be allowed to do.
	 * @return the part of the permission after {@code project:}
	 */
	String value();

}
