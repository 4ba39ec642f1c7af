package org.gradus.optim.io;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.nd4j.linalg.api.buffer.DataType;

/** The element types that both the file format and ND4J have. */
enum ElementType {
    F64(DataType.DOUBLE),
    F32(DataType.FLOAT),
    F16(DataType.FLOAT16),
    BF16(DataType.BFLOAT16),
    I64(DataType.INT64),
    I32(DataType.INT32),
    I16(DataType.INT16),
    I8(DataType.INT8),
    U64(DataType.UINT64),
    U32(DataType.UINT32),
    U16(DataType.UINT16),
    U8(DataType.UINT8),
    BOOL(DataType.BOOL);

    final DataType array;

    ElementType(DataType array) {
        this.array = array;
    }

    /** Bytes of one element. */
    int width() {
        return array.width();
    }

    /** The type that a file names. */
    static ElementType named(String name) {
        for (ElementType type : values()) {
            if (type.name().equals(name)) return type;
        }
        throw new InvalidInput("the element type " + Names.shown(name) + " is not supported; convert it to one of "
                + known());
    }

    /** The type of an array's elements. */
    static ElementType of(DataType array) {
        for (ElementType type : values()) {
            if (type.array == array) return type;
        }
        throw new InvalidInput("the element type " + array + " has no place in the format; convert it to one of "
                + known());
    }

    private static String known() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
