package com.example.cookbook;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.fgaspring.annotation.RequiresPermission;

@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@RequiresPermission(value = "project:{value}", resourceType = "project", resource = "#projectId")
@interface OnProject {

	String value();

}
